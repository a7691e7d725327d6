import type { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import type { RunContext } from "../../base/events.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import type { IncomingFile, ReadOptions, RemoteStorage, StorageFile, Upload } from "../storage/remote-storage.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { describeAnswer } from "./describe-answer.ts";
import { HttpClient } from "./http-client.ts";
import { answerError } from "./http-errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import { httpSettings } from "./http-settings.ts";
import { httpBody } from "./http-upload.ts";
import { readBody } from "./open-body.ts";
import { httpUrlBelow, parseHttpUrl } from "./parse-http-url.ts";
import { emptyIncoming, isEmptyRange, openRange, rangeHeader } from "./range.ts";

/**
 * Files behind a web server, as DVC uses one: HEAD tells what is there, GET brings it, and POST or another `method` sends
 * it. It cannot list or delete.
 */
export class HttpStorage implements RemoteStorage {
  readonly url: string;
  readonly jobs = 16;
  readonly #address: string;
  readonly #base: URL;
  readonly #client: HttpClient;

  /** @throws URL_INVALID, CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND */
  constructor(access: StorageAccess) {
    this.url = redactUrl(access.url).replace(/\/+$/, "");
    this.#address = access.url;
    this.#base = parseHttpUrl(access.url);
    this.#client = new HttpClient(access.url, httpSettings(access));
  }

  /**
   * Asks by HEAD, and by GET without the body where that does not tell. A HEAD that finds nothing is believed but for the
   * URL itself, which may be any file on any server.
   */
  async stat(key: string, { signal }: RunContext): Promise<StorageFile | undefined> {
    const url = this.#place(key);
    const head = await this.#client.send({ action: "look at", method: "HEAD", url, signal });
    head.message.resume();
    if (isFound(head) && (key !== "" || head.message.headers["content-length"] !== undefined)) {
      return this.#describe(key, head);
    }
    if (isFound(head) === false && key !== "") return undefined;
    const request = { action: "look at", method: "GET", url, signal };
    const answer = await this.#client.send(request);
    answer.message.destroy();
    return refuseOthers(request, answer) ? this.#describe(key, answer) : undefined;
  }

  async read(key: string, options: ReadOptions, { signal }: RunContext): Promise<IncomingFile | undefined> {
    const { range, ifMatch } = options;
    const request = { action: "read", method: "GET", url: this.#place(key), headers: headersOf(options), signal };
    const answer = await this.#client.send(request);
    const { status, message } = answer;
    const isPastEnd = status === 416 && range !== undefined;
    if (!isPastEnd && !refuseOthers(request, answer)) return void message.resume();
    const file = this.#describe(key, answer);
    if (ifMatch !== undefined && !isPastEnd) refuseChanged(file, ifMatch, message);
    if (isPastEnd || isEmptyRange(range)) {
      message.destroy();
      return emptyIncoming(file);
    }
    const stream = (): Readable => openRange(answer, range, request);
    return {
      ...file,
      stream,
      bytes: async () => (range === undefined ? readBody(message, request) : buffer(stream())),
    };
  }

  write(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    return this.#send(key, upload, { ...run, method: this.#client.settings.uploadMethod });
  }

  /** By PUT, which means just that, and by the method of uploads where the server does not know it. */
  async replace(key: string, upload: Upload, run: RunContext): Promise<StorageFile> {
    try {
      return await this.#send(key, upload, { ...run, method: "PUT" });
    } catch (error) {
      if (!isLodeError(error, "STORAGE_REJECTED") || this.#client.settings.uploadMethod === "PUT") throw error;
      return await this.write(key, upload, run);
    }
  }

  urlOf(key: string): string {
    return redactUrl(this.#place(key).href);
  }

  async close(): Promise<void> {
    // Idle connections do not keep a process alive, and end by themselves.
  }

  async #send(
    key: string,
    upload: Upload,
    { method, signal }: RunContext & { readonly method: string },
  ): Promise<StorageFile> {
    const url = this.#place(key);
    const { credentials } = this.#client.settings;
    // A stream can be sent only once: what the server wants to know first is asked of it with another request.
    if (upload.kind === "stream" && credentials.kind === "digest") await this.stat(key, signal ? { signal } : {});
    const body = await httpBody(upload);
    const request = { action: "write", method, url, body, signal };
    const { status, message } = await this.#client.send(request);
    message.resume();
    if (status >= 300) throw uploadError(answerError(request, message), status);
    return { key, sizeBytes: body.sentBytes(), etag: message.headers.etag };
  }

  #place(key: string): URL {
    return key === "" ? this.#base : httpUrlBelow(this.#base, key);
  }

  #describe(key: string, { message, url }: HttpAnswer): StorageFile {
    const name = key === "" ? this.#address : `${this.#address.replace(/\/+$/, "")}/${key}`;
    return { key, ...describeAnswer(message.headers, { name, url }) };
  }
}

/** What to do if the server does not know the method. */
function uploadError(error: LodeError, status: number): LodeError {
  if (status !== 405 && status !== 501) return error;
  const hint = "Choose another `method` for uploads, such as PUT, with `lode remote modify`.";
  return new LodeError(error.code, error.message, { hint, details: error.details });
}

/** Undefined if the answer says neither that something is there nor that nothing is. */
function isFound({ status }: HttpAnswer): boolean | undefined {
  if (status < 300) return true;
  return status === 404 || status === 410 ? false : undefined;
}

/** Says whether something is there. @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE */
function refuseOthers(request: HttpRequest, answer: HttpAnswer): boolean {
  const found = isFound(answer);
  if (found !== undefined) return found;
  answer.message.resume();
  throw answerError(request, answer.message);
}

function headersOf({ range, ifMatch }: ReadOptions): Readonly<Record<string, string>> {
  const wanted = rangeHeader(range);
  const isStrong = ifMatch !== undefined && !ifMatch.startsWith("W/");
  return { ...wanted, ...("range" in wanted && isStrong && { "if-range": ifMatch }) };
}

function refuseChanged(file: StorageFile, ifMatch: string, message: HttpAnswer["message"]): void {
  if (file.etag === ifMatch) return;
  message.destroy();
  throw new LodeError("FILE_CHANGED", `Cannot read on in '${file.key}': it has another content by now`, {
    hint: "Run the command again.",
    details: { key: file.key },
  });
}
