import { HttpClient } from "../http/http-client.ts";
import { answerError } from "../http/http-errors.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { httpSettings } from "../http/http-settings.ts";
import { httpUrlBelow, parseHttpUrl } from "../http/parse-http-url.ts";
import { readJson } from "../http/read-json.ts";
import { retryAfter } from "../http/retry-after.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { BATCH_KEY, type BatchLimits, parseBatchLimits, UPLOADS_KEY } from "./batch-limits.ts";

/** A discovery document is much smaller; any server may answer with anything. */
const DOCUMENT_MAX_BYTES = 4096;

/** What a server says to the question for the discovery document. */
export interface Discovered {
  readonly status: number;
  /** Undefined if the answer is no such document. */
  readonly limits: BatchLimits | undefined;
}

/** The connections to one server that may speak the batch protocol (docs/protocol.md), for its clients. */
export class BatchConnection {
  readonly #base: URL;
  readonly #client: HttpClient;

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(access: StorageAccess) {
    this.#base = parseHttpUrl(access.url);
    this.#client = new HttpClient(access.url, httpSettings(access));
  }

  /** Asks for the discovery document. @throws STORAGE_UNREACHABLE, also if the server says when to ask again; CANCELLED */
  async discover(signal: AbortSignal | undefined): Promise<Discovered> {
    const request = this.request({ action: "look at", method: "GET", signal }, "");
    const { status, message } = await this.#client.send(request);
    if (status === 200) {
      return { status, limits: parseBatchLimits(await readJson(message, request, DOCUMENT_MAX_BYTES)) };
    }
    message.destroy();
    if (retryAfter(message.headers) !== undefined && status >= 429) throw answerError(request, message);
    return { status, limits: undefined };
  }

  /** A request for a step of the protocol, such as `/missing`. */
  request(request: Omit<HttpRequest, "url">, step: string): HttpRequest {
    return { ...request, url: httpUrlBelow(this.#base, `${BATCH_KEY}${step}`) };
  }

  /** A request about resumable uploads, or about one of them by its address. */
  uploadRequest(request: Omit<HttpRequest, "url">, upload?: URL): HttpRequest {
    return { ...request, url: upload ?? httpUrlBelow(this.#base, UPLOADS_KEY) };
  }

  /** Sends a request; the answer may have any status. @throws STORAGE_UNREACHABLE, CANCELLED */
  ask(request: HttpRequest): Promise<HttpAnswer> {
    return this.#client.send(request);
  }

  /** Sends a request. @throws STORAGE_UNREACHABLE, STORAGE_DENIED, STORAGE_REJECTED for any status but 200 */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#client.send(request);
    if (answer.status === 200) return answer;
    answer.message.resume();
    throw answerError(request, answer.message);
  }
}
