import type { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { HttpClient } from "../http/http-client.ts";
import { answerError } from "../http/http-errors.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { httpSettings } from "../http/http-settings.ts";
import { openBody, readBody } from "../http/open-body.ts";
import { httpUrlBelow, parseHttpUrl } from "../http/parse-http-url.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { BATCH_KEY, type BatchLimits, parseBatchLimits } from "./batch-limits.ts";

/** A discovery document is much smaller; any server may answer with anything. */
const DOCUMENT_MAX_BYTES = 4096;

/** Speaks the batch protocol (docs/protocol.md) to a server that has it. */
export class BatchClient {
  readonly #base: URL;
  readonly #client: HttpClient;

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(access: StorageAccess) {
    this.#base = parseHttpUrl(access.url);
    this.#client = new HttpClient(access.url, httpSettings(access));
  }

  /** Asks for the discovery document; undefined if the server has none. @throws STORAGE_UNREACHABLE, CANCELLED */
  async discover(signal: AbortSignal | undefined): Promise<BatchLimits | undefined> {
    const request = this.#request({ action: "look at", method: "GET", signal }, "");
    const { status, message } = await this.#client.send(request);
    const length = Number(message.headers["content-length"] ?? Number.NaN);
    if (status === 200 && length <= DOCUMENT_MAX_BYTES) {
      return parseBatchLimits((await readBody(message, request)).toString("utf8"));
    }
    message.destroy();
    return undefined;
  }

  /** Which of these objects the server lacks, in one request. @throws STORAGE_UNREACHABLE, STORAGE_DENIED, BATCH_INVALID */
  async findMissing(oids: readonly Oid[], signal: AbortSignal | undefined): Promise<readonly Oid[]> {
    const request = this.#request({ action: "ask", method: "POST", signal, ...idsBody(oids) }, "/missing");
    const bytes = await readBody((await this.#send(request)).message, request);
    const { missing } = parseAnswer(bytes);
    return oidList(missing);
  }

  /**
   * Sends a stream of frames.
   *
   * @returns what the server did not store, with its reasons
   * @throws STORAGE_UNREACHABLE, STORAGE_DENIED, BATCH_INVALID, what the stream throws
   */
  async upload(frames: () => Promise<Readable>, signal: AbortSignal | undefined): Promise<ReadonlyMap<Oid, string>> {
    const body = { sizeBytes: undefined, content: frames };
    const request = this.#request({ action: "write", method: "POST", signal, body }, "/upload");
    const { refused } = parseAnswer(await readBody((await this.#send(request)).message, request));
    if (!Array.isArray(refused)) throw notUnderstood();
    return new Map(refused.map(refusedEntry));
  }

  /** Asks for objects as a stream of frames. @throws STORAGE_UNREACHABLE, STORAGE_DENIED */
  async download(oids: readonly Oid[], signal: AbortSignal | undefined): Promise<Readable> {
    const request = this.#request({ action: "read", method: "POST", signal, ...idsBody(oids) }, "/download");
    return openBody((await this.#send(request)).message, request);
  }

  #request(request: Omit<HttpRequest, "url">, step: string): HttpRequest {
    return { ...request, url: httpUrlBelow(this.#base, `${BATCH_KEY}${step}`) };
  }

  async #send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#client.send(request);
    if (answer.status === 200) return answer;
    answer.message.resume();
    throw answerError(request, answer.message);
  }
}

function idsBody(oids: readonly Oid[]): Pick<HttpRequest, "headers" | "body"> {
  const content = Buffer.from(JSON.stringify({ oids }));
  return { headers: { "content-type": "application/json" }, body: { sizeBytes: content.length, content } };
}

function parseAnswer(bytes: Buffer): { readonly missing?: unknown; readonly refused?: unknown } {
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (typeof value === "object" && value !== null) return value;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
  }
  throw notUnderstood();
}

function oidList(value: unknown): readonly Oid[] {
  if (!Array.isArray(value)) throw notUnderstood();
  return value.map(oidOf);
}

function refusedEntry(value: unknown): [Oid, string] {
  if (typeof value !== "object" || value === null) throw notUnderstood();
  const { oid, reason }: { readonly oid?: unknown; readonly reason?: unknown } = value;
  return [oidOf(oid), String(reason)];
}

function oidOf(value: unknown): Oid {
  const oid = typeof value === "string" ? parseOid(value) : undefined;
  if (oid === undefined) throw notUnderstood();
  return oid;
}

function notUnderstood(): LodeError {
  return new LodeError("BATCH_INVALID", "Cannot read the answer of the server: it does not follow docs/protocol.md");
}
