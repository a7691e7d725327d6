import { hash } from "node:crypto";
import { LodeError } from "../../base/lode-error.ts";
import { childText, readXml, type XmlElement } from "../../formats/xml/read-xml.ts";
import { readBody } from "../http/open-body.ts";
import type { StorageFile } from "../storage/remote-storage.ts";
import type { S3Answer, S3Client } from "./s3-client.ts";
import { failureError } from "./s3-failure.ts";
import { describeObject, versionOf } from "./s3-file.ts";
import type { S3Request } from "./s3-request.ts";
import type { Part } from "./upload-parts.ts";

/** What the server has of a part. */
interface SentPart {
  /** With its quotes. */
  readonly etag: string;
  readonly sizeBytes: number;
}

/**
 * An upload in parts. The object comes into being when it is completed; until then the server keeps the parts, and whoever
 * uploads the same file later goes on with them.
 */
export class MultipartUpload {
  readonly #client: S3Client;
  readonly #request: S3Request;
  readonly #id: string;
  /** What the server had when this began, by the number of the part. */
  readonly #found: ReadonlyMap<number, SentPart>;
  readonly #sent = new Map<number, SentPart>();

  private constructor(client: S3Client, request: S3Request, { id, found }: StartedUpload) {
    this.#client = client;
    this.#request = request;
    this.#id = id;
    this.#found = found;
  }

  /** Goes on with the newest upload of the same object that was begun and not completed, or begins one. */
  static async open(client: S3Client, request: S3Request): Promise<MultipartUpload> {
    const started = (await findStarted(client, request)) ?? (await start(client, request));
    return new MultipartUpload(client, request, started);
  }

  /** Sends a part, unless the server has it already: then its ETag is the MD5 of the part. */
  async send({ number, bytes }: Part): Promise<void> {
    const found = this.#found.get(number);
    if (found?.sizeBytes === bytes.length && found.etag.replaceAll('"', "") === hash("md5", bytes)) {
      this.#sent.set(number, found);
      return;
    }
    const { message } = await this.#client.send({
      ...this.#request,
      method: "PUT",
      query: { partNumber: String(number), uploadId: this.#id },
      headers: this.#client.settings.headers.access,
      body: bytes,
    });
    message.resume();
    const { etag } = message.headers;
    if (etag === undefined) throw incomplete(this.#request, "the server gave no ETag for a part");
    this.#sent.set(number, { etag, sizeBytes: bytes.length });
  }

  /** Makes the object of all parts that were sent. */
  async complete(): Promise<StorageFile> {
    const parts = [...this.#sent].sort(([a], [b]) => a - b);
    const listed = parts.map(
      ([number, { etag }]) => `<Part><PartNumber>${number}</PartNumber><ETag>${etag}</ETag></Part>`,
    );
    const xmlns = "http://s3.amazonaws.com/doc/2006-03-01/";
    const body = Buffer.from(`<CompleteMultipartUpload xmlns="${xmlns}">${listed.join("")}</CompleteMultipartUpload>`);
    const headers = { ...this.#client.settings.headers.access, "content-type": "application/xml" };
    const request = { ...this.#request, method: "POST", query: { uploadId: this.#id }, headers, body } as const;
    const answer = await this.#client.send(request);
    const completed = await xmlOf(answer);
    if (completed?.name !== "CompleteMultipartUploadResult") throw notCompleted(request, completed);
    return {
      ...describeObject(this.#request.shown, childText(completed, "ETag")),
      sizeBytes: parts.reduce((sum, [, { sizeBytes }]) => sum + sizeBytes, 0),
      versionId: versionOf(answer.message.headers["x-amz-version-id"]),
    };
  }

  /** Makes the server forget the parts. */
  async abort(): Promise<void> {
    const query = { uploadId: this.#id };
    const result = await this.#client.attempt({ ...this.#request, method: "DELETE", query, signal: undefined });
    if ("answer" in result) result.answer.message.resume();
  }
}

interface StartedUpload {
  readonly id: string;
  readonly found: ReadonlyMap<number, SentPart>;
}

async function start(client: S3Client, request: S3Request): Promise<StartedUpload> {
  const headers = client.settings.headers.create;
  const answer = await client.send({ ...request, method: "POST", query: { uploads: "" }, headers });
  const id = childText(await xmlOf(answer), "UploadId");
  if (id === undefined || id === "") throw incomplete(request, "the server gave no id of the upload");
  return { id, found: new Map() };
}

/** A server that does not tell, or does not tell this user, has none. */
async function findStarted(client: S3Client, request: S3Request): Promise<StartedUpload | undefined> {
  const listed = await client.attempt({
    ...request,
    method: "GET",
    key: "",
    query: { uploads: "", prefix: request.key },
  });
  if ("failure" in listed) return undefined;
  const uploads = (await xmlOf(listed.answer))?.children.filter(
    (child) => child.name === "Upload" && childText(child, "Key") === request.key,
  );
  const newest = uploads?.toSorted((a, b) => (initiated(a) < initiated(b) ? 1 : -1))[0];
  const id = childText(newest, "UploadId");
  if (id === undefined || id === "") return undefined;
  const found = await listParts(client, request, id);
  return found && { id, found };
}

function initiated(upload: XmlElement): string {
  return childText(upload, "Initiated") ?? "";
}

async function listParts(
  client: S3Client,
  request: S3Request,
  uploadId: string,
): Promise<ReadonlyMap<number, SentPart> | undefined> {
  const parts = new Map<number, SentPart>();
  for (let marker: string | undefined = "0"; marker !== undefined; ) {
    const query = { uploadId, "part-number-marker": marker };
    const listed = await client.attempt({ ...request, method: "GET", query });
    if ("failure" in listed) return undefined;
    const page = await xmlOf(listed.answer);
    addParts(parts, page);
    const next = childText(page, "NextPartNumberMarker");
    marker = childText(page, "IsTruncated") === "true" && next !== marker ? next : undefined;
  }
  return parts;
}

function addParts(parts: Map<number, SentPart>, page: XmlElement | undefined): void {
  for (const part of page?.children ?? []) {
    const etag = childText(part, "ETag");
    if (part.name !== "Part" || etag === undefined) continue;
    parts.set(Number(childText(part, "PartNumber")), { etag, sizeBytes: Number(childText(part, "Size")) });
  }
}

async function xmlOf({ message, request }: S3Answer): Promise<XmlElement | undefined> {
  return readXml(String(await readBody(message, request)));
}

/** S3 begins to answer before it knows whether it succeeds. */
function notCompleted(request: S3Request, answer: XmlElement | undefined): LodeError {
  const code = childText(answer, "Code") ?? "";
  return failureError(request, { status: 500, code, message: childText(answer, "Message") ?? "" });
}

function incomplete({ action, shown }: S3Request, state: string): LodeError {
  return new LodeError("STORAGE_REJECTED", `Cannot ${action} '${shown}': ${state}`, {
    hint: "Look whether `endpointurl` is the URL of a server that speaks S3's protocol.",
    details: { url: shown },
  });
}
