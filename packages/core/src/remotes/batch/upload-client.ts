import type { OnEvent } from "../../base/events.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { readRange } from "../../fs/read-range.ts";
import type { KeptSessions } from "../cloud/kept-sessions.ts";
import { countBytes } from "../count-bytes.ts";
import { answerError, what } from "../http/http-errors.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { defaultRetries, isPassing, mayTryAgain, pauseBefore } from "../retry-passing.ts";
import type { BatchConnection } from "./batch-connection.ts";

/** A file on this machine that is sent as an object. */
export interface LargeFile {
  readonly oid: Oid;
  /** Absolute. */
  readonly path: string;
  readonly sizeBytes: number;
  /** Looks whether its bytes hash to the id. @throws OBJECT_CORRUPT if not */
  readonly verify: () => Promise<void>;
}

/** What sending of a large file takes beside it. */
export interface LargeUploadContext {
  readonly signal: AbortSignal | undefined;
  /** Is warned when the server is waited for. Default: nobody is. */
  readonly onEvent?: OnEvent | undefined;
  /** Told of the bytes that are read; those that the server has already are not read. */
  readonly onBytes: (sizeBytes: number) => void;
}

/** How far an upload is, by what the server said last, and how often it failed since it got further. */
interface UploadProgress {
  /** Whether the server has the upload. */
  hasBegun: boolean;
  at: number;
  failedAt: number;
  failures: number;
}

interface AttemptContext extends LargeUploadContext {
  readonly progress: UploadProgress;
}

/**
 * Sends large files by tus 1.0.0 (https://tus.io/protocols/resumable-upload). An upload that broke off goes on where it was,
 * also in another process. The server verifies the object before it names it, so that it is not hashed here.
 */
export class UploadClient {
  readonly #connection: BatchConnection;
  readonly #sessions: KeptSessions;

  constructor(connection: BatchConnection, sessions: KeptSessions) {
    this.#connection = connection;
    this.#sessions = sessions;
  }

  /**
   * Sends one file:
   *
   * 1. find the upload that was begun before, and how far it is; or begin one, and remember it;
   * 2. send the rest; if the network breaks, go back to 1, as long as that gets further;
   * 3. forget the upload, unless it may go on when the cause of a failure is gone.
   *
   * @throws STORAGE_UNREACHABLE, STORAGE_DENIED, CANCELLED, after which the upload may go on, and STORAGE_REJECTED if the
   *   server's disk is full; OBJECT_CORRUPT if the bytes here do not hash to the id; IO_FAILED
   */
  async send(file: LargeFile, context: LargeUploadContext): Promise<void> {
    const name = [this.#connection.uploadRequest(METHOD.post).url.href, file.oid, String(file.sizeBytes)].join("\n");
    const progress = { hasBegun: false, at: 0, failedAt: 0, failures: 0 };
    try {
      for (let problem = await this.#sendOnce(name, file, { ...context, progress }); problem !== undefined; ) {
        await pauseAfter(problem, progress, context);
        problem = await this.#sendOnce(name, file, { ...context, progress });
      }
    } catch (error) {
      if (!mayGoOn(error)) this.#sessions.forget(name);
      throw error;
    }
    this.#sessions.forget(name);
  }

  /** @returns why the object is not stored yet; undefined if it is */
  async #sendOnce(name: string, file: LargeFile, context: AttemptContext): Promise<unknown> {
    const { progress } = context;
    try {
      const kept = this.#sessions.find(name);
      const found = kept && (await this.#find(kept, file, context));
      const upload = found ?? { url: await this.#begin(name, file, context), offset: 0 };
      progress.hasBegun = true;
      progress.at = upload.offset;
      // It is stored if all of it is there and the answer to its last byte was lost.
      const outcome = upload.offset === file.sizeBytes ? "over" : await this.#append(upload, file, context);
      if (outcome === "lost") this.#sessions.forget(name);
      return outcome === "over" ? undefined : lost(file);
    } catch (error) {
      return error;
    }
  }

  /** Undefined if the server has it no more, or has more of it than there is. */
  async #find(url: URL, { sizeBytes }: LargeFile, { signal }: LargeUploadContext): Promise<BegunUpload | undefined> {
    const request = this.#connection.uploadRequest({ ...METHOD.head, headers: TUS, signal }, url);
    const answer = await this.#connection.ask(request);
    answer.message.resume();
    if (isGone(answer)) return undefined;
    if (answer.status >= 300) throw answerError(request, answer.message);
    const offset = offsetOf(answer);
    return offset <= sizeBytes ? { url, offset } : undefined;
  }

  async #begin(name: string, { oid, sizeBytes }: LargeFile, { signal }: LargeUploadContext): Promise<URL> {
    const headers = {
      ...TUS,
      "upload-length": String(sizeBytes),
      "upload-metadata": `oid ${Buffer.from(oid).toString("base64")}`,
    };
    const body = { sizeBytes: 0, content: Buffer.alloc(0) };
    const request = this.#connection.uploadRequest({ ...METHOD.post, headers, body, signal });
    const answer = await this.#connection.ask(request);
    answer.message.resume();
    if (answer.status !== 201) throw answerError(request, answer.message);
    const { location } = answer.message.headers;
    const url = location === undefined ? null : URL.parse(location, answer.url.href);
    if (url === null || !/^https?:$/.test(url.protocol)) throw placeless(request);
    this.#sessions.keep(name, url);
    return url;
  }

  /** @returns `moved on` if the server has another number of bytes by now */
  async #append(
    { url, offset }: BegunUpload,
    file: LargeFile,
    context: LargeUploadContext,
  ): Promise<"over" | "lost" | "moved on"> {
    const { oid, path, sizeBytes } = file;
    const { signal, onBytes } = context;
    const headers = { ...TUS, "upload-offset": String(offset), "content-type": "application/offset+octet-stream" };
    const content = async () => countBytes(readRange(path, { start: offset, end: sizeBytes }), onBytes);
    const body = { sizeBytes: sizeBytes - offset, content };
    const request: HttpRequest = this.#connection.uploadRequest({ ...METHOD.patch, headers, body, signal }, url);
    const answer = await this.#connection.ask(request);
    answer.message.resume();
    if (isGone(answer)) return "lost";
    if (answer.status === 409) return "moved on";
    if (answer.status === 422) {
      await file.verify();
      throw spoilt(oid);
    }
    if (answer.status >= 300) throw answerError(request, answer.message);
    return offsetOf(answer) === sizeBytes ? "over" : "moved on";
  }
}

/** Whether the server keeps what has arrived: it could not be reached, asks who the user is, or waits for room on its disk. */
function mayGoOn(error: unknown): boolean {
  if (isPassing(error) || isLodeError(error, "CANCELLED", "STORAGE_DENIED")) return true;
  return isLodeError(error, "STORAGE_REJECTED") && error.details.status === STORAGE_FULL;
}

const STORAGE_FULL = 507;

/** @throws the error, if nothing more is to be tried: what gets further is tried again and again */
async function pauseAfter(
  error: unknown,
  progress: UploadProgress,
  { signal, onEvent }: Omit<LargeUploadContext, "onBytes">,
): Promise<void> {
  progress.failures = progress.at > progress.failedAt ? 1 : progress.failures + 1;
  progress.failedAt = progress.at;
  const retries = { ...defaultRetries, onEvent, hasAnswered: () => progress.hasBegun };
  if (!mayTryAgain(error, progress.failures, retries)) throw error;
  await pauseBefore(progress.failures, { ...retries, error }, signal);
}

/** An upload, and how much of it the server has. */
interface BegunUpload {
  readonly url: URL;
  readonly offset: number;
}

const TUS = { "tus-resumable": "1.0.0" };
const METHOD = {
  head: { action: "look at the upload", method: "HEAD" },
  post: { action: "begin an upload at", method: "POST" },
  patch: { action: "write", method: "PATCH" },
} as const;

function isGone({ status }: HttpAnswer): boolean {
  return status === 404 || status === 410;
}

/** How much the server has, in bytes; more than there can be if it does not tell. */
function offsetOf({ message }: HttpAnswer): number {
  const told = String(message.headers["upload-offset"] ?? "");
  return /^\d{1,15}$/.test(told) ? Number(told) : Number.POSITIVE_INFINITY;
}

/** The error for a server that begins an upload and does not tell where it is. */
function placeless(request: HttpRequest): LodeError {
  return new LodeError("BATCH_INVALID", `${what(request)}: the answer does not say where it is to be sent`, {
    hint: "The server does not follow docs/protocol.md.",
  });
}

/** Passing: it is begun anew. */
function lost({ oid }: LargeFile): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `Cannot send the object '${oid}': the server has lost the upload`, {
    hint: "Run the command again.",
    details: { oid },
  });
}

/** Passing: the bytes are right here, and were not when they arrived. */
function spoilt(oid: Oid): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `Cannot send the object '${oid}': its bytes changed on the way`, {
    hint: "Try again; look at what is between this machine and the server.",
    details: { oid },
  });
}
