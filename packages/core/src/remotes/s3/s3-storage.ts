import type { RunContext } from "../../base/events.ts";
import type { ByteRange } from "../../base/file-tree.ts";
import { ByteBudget } from "../cloud/byte-budget.ts";
import { type CloudPlace, nameInCloud } from "../cloud/cloud-url.ts";
import { incomingFile } from "../cloud/incoming.ts";
import { changedError } from "../cloud/refusal.ts";
import { emptyIncoming, isEmptyRange, rangeHeader } from "../http/range.ts";
import { readPieces } from "../http/read-pieces.ts";
import type {
  IncomingFile,
  ListOptions,
  ReadOptions,
  RemoteStorage,
  StorageEntry,
  StorageFile,
  Upload,
} from "../storage/remote-storage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { BufferPool } from "./buffer-pool.ts";
import { explainRefusal, isUnexplained } from "./explain-refusal.ts";
import { listKeys, PAGE_FILES } from "./list-keys.ts";
import { rangedStream } from "./ranged-stream.ts";
import { removeKeys } from "./remove-keys.ts";
import { type S3Answer, S3Client, type S3Result } from "./s3-client.ts";
import { failureError, type S3Failure } from "./s3-failure.ts";
import { fileOfAnswer } from "./s3-file.ts";
import type { S3Request } from "./s3-request.ts";
import { s3Settings } from "./s3-settings.ts";
import { uploadFile } from "./upload-file.ts";

/** What parts of large files may take together, on their way out and on their way in. */
const UPLOAD_BYTES = 96 << 20;
const DOWNLOAD_BYTES = 96 << 20;

/** Opens a bucket, or a part of one. @throws URL_INVALID, CONFIG_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
export function openS3Storage(access: StorageAccess): RemoteStorage {
  return new S3Storage(new S3Client(s3Settings(access)));
}

/** An object whose bytes are on their way. */
interface OpenedObject {
  readonly file: StorageFile;
  readonly answer: S3Answer;
}

/** Files in a bucket of Amazon S3, or of a server that speaks its protocol. */
class S3Storage implements RemoteStorage {
  readonly url: string;
  readonly jobs: number;
  readonly pageFiles = PAGE_FILES;
  readonly #client: S3Client;
  readonly #place: CloudPlace;
  readonly #uploads = new BufferPool(UPLOAD_BYTES);
  readonly #downloads = new ByteBudget(DOWNLOAD_BYTES);
  /** Whether an answer has shown that there is the bucket. */
  #isBucketKnown = false;
  /** Whether the server has said that the key lacks a permission. */
  #isDenied = false;

  constructor(client: S3Client) {
    this.#client = client;
    this.#place = client.settings.place;
    this.url = this.#place.url;
    this.jobs = client.settings.jobs;
  }

  async stat(key: string, { signal }: RunContext, versionId?: string): Promise<StorageFile | undefined> {
    const query = versionId === undefined ? {} : { versionId };
    const request = { ...this.#request("HEAD", key, "look up"), query, signal };
    if (request.key === "") return undefined;
    const answer = await this.#found(request, await this.#client.attempt(request));
    answer?.message.resume();
    return answer && fileOfAnswer(key, answer);
  }

  async read(key: string, options: ReadOptions, run: RunContext): Promise<IncomingFile | undefined> {
    const { range, versionId } = options;
    const opened = isEmptyRange(range) ? "empty" : await this.#open(key, options, run);
    if (opened === "empty") return await this.#emptyPart(key, run, versionId);
    if (opened === undefined) return undefined;
    const { file, answer } = opened;
    const incoming = incomingFile(file, answer.request, answer);
    if (range !== undefined) return incoming;
    const readPart = async (part: Required<ByteRange>, signal: AbortSignal): Promise<Buffer[] | undefined> => {
      const found = await this.#open(key, { range: part, ifMatch: file.etag, versionId, inPieces: part }, { signal });
      if (found === undefined || found === "empty") return undefined;
      return await readPieces(found.answer.message, found.answer.request, part);
    };
    const reading = { signal: run.signal, memory: this.#downloads, readPart };
    return { ...incoming, stream: () => rangedStream(incoming, reading) };
  }

  async write(key: string, upload: Upload, { signal }: RunContext): Promise<StorageFile> {
    const request = { ...this.#request("PUT", key, "write"), signal };
    const file = await uploadFile({ client: this.#client, memory: this.#uploads, request }, upload);
    this.#isBucketKnown = true;
    return { ...file, key };
  }

  async *list(folder: string, options: ListOptions, { signal }: RunContext): AsyncGenerator<StorageEntry> {
    const request = this.#request("GET", folder, "list");
    const key = folder === "" ? this.#place.prefix : `${request.key}/`;
    for await (const entry of listKeys(this.#client, { ...request, headers: {}, key, signal }, options)) {
      yield folder === "" ? entry : { ...entry, key: `${folder}/${entry.key}` };
    }
  }

  async remove(keys: readonly string[], { signal }: RunContext): Promise<void> {
    const request = { ...this.#request("DELETE", "", "delete objects of"), headers: {}, signal };
    await removeKeys(
      this.#client,
      request,
      keys.map((key) => nameInCloud(this.#place, key)),
    );
  }

  urlOf(key: string): string {
    return key === "" ? this.url : `${this.url}/${key}`;
  }

  close(): Promise<void> {
    return this.#client.close();
  }

  /** @returns undefined if there is no such object, `empty` if there is nothing in the range */
  async #open(
    key: string,
    { range, ifMatch, versionId, inPieces }: ReadOptions & Pick<S3Request, "inPieces">,
    { signal }: RunContext,
  ): Promise<OpenedObject | "empty" | undefined> {
    const asked = this.#request("GET", key, "read");
    if (asked.key === "") return undefined;
    const headers = { ...asked.headers, ...rangeHeader(range), ...(ifMatch !== undefined && { "if-match": ifMatch }) };
    const request = { ...asked, headers, signal, inPieces, ...(versionId !== undefined && { query: { versionId } }) };
    const result = await this.#client.attempt(request);
    if ("failure" in result && result.failure.status === 416) return "empty";
    const answer = await this.#found(request, result);
    if (answer === undefined) return undefined;
    const file = fileOfAnswer(key, answer);
    if (ifMatch === undefined || file.etag === ifMatch) return { file, answer };
    answer.message.destroy();
    throw changedError(request.shown);
  }

  #request(method: S3Request["method"], key: string, action: string): S3Request {
    const headers = method === "GET" || method === "HEAD" ? this.#client.settings.headers.access : {};
    return { method, key: nameInCloud(this.#place, key), headers, action, shown: this.urlOf(key) };
  }

  /** @returns undefined if there is no such object */
  async #found(request: S3Request, result: S3Result): Promise<S3Answer | undefined> {
    if ("answer" in result) {
      this.#isBucketKnown = true;
      return result.answer;
    }
    const { failure } = result;
    if (!isMissing(request, failure)) throw failureError(request, await this.#explained(request, failure));
    if (failure.code === "" && !this.#isBucketKnown) await this.#requireBucket(request, failure);
    return undefined;
  }

  /** A missing permission is looked into once: a key that may only read hears of it for each object that is missing. */
  async #explained(request: S3Request, failure: S3Failure): Promise<S3Failure> {
    if (request.method !== "HEAD" || !isUnexplained(failure) || this.#isDenied) return failure;
    const explained = await explainRefusal(this.#client, request, failure);
    this.#isDenied = explained.code === "AccessDenied";
    return explained;
  }

  /** An answer to HEAD does not tell whether the object is missing, or the bucket. */
  async #requireBucket(request: S3Request, failure: S3Failure): Promise<void> {
    const result = await this.#client.attempt({ ...request, method: "HEAD", key: "", query: {}, headers: {} });
    if ("answer" in result) result.answer.message.resume();
    else if (result.failure.status === 404) throw failureError(request, { ...failure, code: "NoSuchBucket" });
    this.#isBucketKnown = true;
  }

  async #emptyPart(key: string, run: RunContext, versionId: string | undefined): Promise<IncomingFile | undefined> {
    const file = await this.stat(key, run, versionId);
    return file && emptyIncoming(file);
  }
}

/** A version that marks a deletion is answered with 405. */
function isMissing({ query }: S3Request, { status, code }: S3Failure): boolean {
  if (status === 404) return code !== "NoSuchBucket";
  return status === 405 && query?.versionId !== undefined;
}
