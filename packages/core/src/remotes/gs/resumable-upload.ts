import { Readable } from "node:stream";
import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { type Hasher, makeHasher } from "../../hash/md5.ts";
import type { CloudTarget } from "../cloud/cloud-target.ts";
import type { UploadReader } from "../cloud/upload-reader.ts";
import type { HttpAnswer, HttpBody, HttpRequest } from "../http/http-request.ts";
import { jsonBody } from "../http/json-body.ts";
import type { GsApi } from "./gs-api.ts";
import { type GsObject, OBJECT_FIELDS } from "./gs-object.ts";

/** What is sent before the end comes in multiples of this, which the service asks for. */
const UNIT_BYTES = 256 << 10;
/** How much goes in one request where the size is not known. */
const UNKNOWN_SIZE_BYTES = 8 << 20;

/** A session of this size is worth to be remembered when the process is killed. */
const KEPT_BYTES = 16 << 20;

/**
 * One object that is sent by a session of the service, which keeps what arrived for a week: after a failure, or in another
 * process, `send` goes on where the session is. The object comes into being with the last bytes, which are held back until all others have arrived,
 * the content is confirmed, and its MD5 is known, which goes with them.
 */
export class ResumableUpload {
  /** Undefined if it is not known. */
  readonly sizeBytes: number | undefined;
  readonly #api: GsApi;
  readonly #target: CloudTarget;
  #session: URL | undefined;
  /** Whether another process may have sent the beginning, of the same file or of another of the same name and size. */
  #isFound = false;

  constructor(api: GsApi, target: CloudTarget, sizeBytes: number | undefined) {
    this.#api = api;
    this.#target = target;
    this.sizeBytes = sizeBytes;
  }

  /** Whether a session is open, in which something may lie. */
  get isResumable(): boolean {
    return this.#session !== undefined && this.sizeBytes !== undefined;
  }

  /**
   * Sends the content, of which the session may have the beginning:
   *
   * 1. find out what the session has, or begin one;
   * 2. send all but the last bytes;
   * 3. let the content be confirmed;
   * 4. send the last bytes with the MD5 of all.
   *
   * @returns the object and the MD5 of what was read, in base64
   * @throws STORAGE_DENIED, STORAGE_REJECTED, STORAGE_UNREACHABLE, CANCELLED, and what `confirm` and the reader throw
   */
  async send(
    reader: UploadReader,
    confirm: (() => Promise<void>) | undefined,
    run: RunContext,
  ): Promise<{ readonly object: GsObject; readonly md5: string }> {
    const at = await this.#open(run);
    const hasher = makeHasher();
    const last =
      this.sizeBytes === undefined
        ? await this.#sendUnknown(reader, hasher, run)
        : await this.#sendKnown(reader, { hasher, at, end: lastUnit(this.sizeBytes) }, run);
    await confirm?.();
    const md5 = Buffer.from(hasher.digest(), "hex").toString("base64");
    return { object: await this.#end(last, md5, run), md5 };
  }

  /** Ends the session, if there is one: nothing is left of what it has. */
  async giveUp(): Promise<void> {
    if (this.#session === undefined) return;
    const request = { ...this.#request("DELETE", this.#session, {}), action: "end the upload of" };
    this.#forget();
    const answer = await this.#api.send(request).catch(() => undefined);
    answer?.message.resume();
  }

  /** @returns how many bytes the session has */
  async #open(run: RunContext): Promise<number> {
    if (this.#session === undefined && this.#isKept()) {
      this.#session = this.#api.sessions.find(this.#name());
      this.#isFound = this.#session !== undefined;
    }
    const there = this.#session === undefined ? undefined : await this.#bytesThere(this.#session, run);
    if (there !== undefined) return there;
    const { headers, body } = jsonBody({ name: this.#target.name });
    const request: HttpRequest = {
      ...this.#request("POST", this.#api.uploadUrl({ uploadType: "resumable", fields: OBJECT_FIELDS }), run),
      headers: {
        ...headers,
        "x-upload-content-type": "application/octet-stream",
        ...(this.sizeBytes !== undefined && { "x-upload-content-length": String(this.sizeBytes) }),
      },
      body,
    };
    const answer = await this.#api.send(request);
    const { location } = answer.message.headers;
    if (answer.status >= 300 || location === undefined) throw await this.#api.refuse(request, answer);
    answer.message.resume();
    this.#session = new URL(location, request.url);
    this.#isFound = false;
    if (this.#isKept()) this.#api.sessions.keep(this.#name(), this.#session);
    return 0;
  }

  #isKept(): boolean {
    return this.sizeBytes !== undefined && this.sizeBytes >= KEPT_BYTES;
  }

  #name(): string {
    const { endpoint, place } = this.#api.settings;
    return [endpoint, place.container, this.#target.name, String(this.sizeBytes)].join("\n");
  }

  #forget(): void {
    this.#session = undefined;
    if (this.#isKept()) this.#api.sessions.forget(this.#name());
  }

  /** Undefined if the session is over, in whatever way. */
  async #bytesThere(session: URL, run: RunContext): Promise<number | undefined> {
    const headers = { "content-range": `bytes */${this.sizeBytes ?? "*"}` };
    const body = { sizeBytes: 0, content: Buffer.alloc(0) };
    const request = { ...this.#request("PUT", session, run), headers, body };
    const answer = await this.#api.send(request);
    if (answer.status === INCOMPLETE) return this.#received(answer);
    if (answer.status >= 500 || answer.status === 429) throw await this.#api.refuse(request, answer);
    answer.message.resume();
    return undefined;
  }

  async #sendKnown(
    reader: UploadReader,
    { hasher, at, end }: { readonly hasher: Hasher; readonly at: number; readonly end: number },
    run: RunContext,
  ): Promise<LastBytes> {
    for await (const chunk of reader.take(at)) hasher.update(chunk);
    const source = new HashedSource(reader.take(end - at), hasher);
    const content = async () => Readable.from(source.chunks());
    if (at < end) {
      await this.#sendPart(at, { sizeBytes: end - at, content }, run).catch((error: unknown) => {
        throw source.failure?.error ?? error;
      });
    }
    const start = Math.max(at, end);
    const bytes = await reader.read((this.sizeBytes ?? 0) - start + 1);
    hasher.update(bytes);
    return { start, bytes };
  }

  /** A part is sent when the next one is there, so that the last one is left. */
  async #sendUnknown(reader: UploadReader, hasher: Hasher, run: RunContext): Promise<LastBytes> {
    let start = 0;
    for (let bytes = await reader.read(UNKNOWN_SIZE_BYTES); ; ) {
      hasher.update(bytes);
      const next = await reader.read(UNKNOWN_SIZE_BYTES);
      if (next.length === 0) return { start, bytes };
      await this.#sendPart(start, { sizeBytes: bytes.length, content: bytes }, run);
      start += bytes.length;
      bytes = next;
    }
  }

  async #sendPart(start: number, body: SizedBody, run: RunContext): Promise<void> {
    const end = start + body.sizeBytes;
    const headers = { "content-range": `bytes ${start}-${end - 1}/${this.sizeBytes ?? "*"}` };
    const request = { ...this.#request("PUT", this.#sessionUrl(), run), headers, body };
    const answer = await this.#api.send(request);
    if (answer.status !== INCOMPLETE) throw await this.#sessionRefused(request, answer);
    if (this.#received(answer) !== end) throw lostBytes(this.#target.shown);
  }

  async #end({ start, bytes }: LastBytes, md5: string, run: RunContext): Promise<GsObject> {
    const total = start + bytes.length;
    const range = bytes.length === 0 ? `bytes */${total}` : `bytes ${start}-${total - 1}/${total}`;
    const request: HttpRequest = {
      ...this.#request("PUT", this.#sessionUrl(), run),
      headers: { "content-range": range, "x-goog-hash": `md5=${md5}` },
      body: { sizeBytes: bytes.length, content: bytes },
    };
    const answer = await this.#api.send(request);
    if (answer.status >= 300) throw await this.#sessionRefused(request, answer);
    this.#forget();
    return (await this.#api.readJson(request, answer)) as GsObject;
  }

  /** After a refusal that is no failure of the network, the session is of no more use. */
  async #sessionRefused(request: HttpRequest, answer: HttpAnswer): Promise<Error> {
    if (answer.status < 500 && answer.status !== 429) this.#forget();
    const isLost = answer.status === 404 || answer.status === 410 || (answer.status === 400 && this.#isFound);
    const error = await this.#api.refuse(request, answer);
    return isLost ? lostBytes(this.#target.shown) : error;
  }

  #received({ message }: HttpAnswer): number {
    message.resume();
    const last = /-(\d+)$/.exec(String(message.headers.range ?? ""))?.[1];
    return last === undefined ? 0 : Number(last) + 1;
  }

  #sessionUrl(): URL {
    if (this.#session === undefined) throw new TypeError("no session");
    return this.#session;
  }

  #request(method: string, url: URL, { signal }: RunContext): HttpRequest {
    return { action: "write", method, url, shown: this.#target.shown, signal };
  }
}

/** The status of an upload that has not come to its end, which elsewhere is a redirection. */
const INCOMPLETE = 308;

interface SizedBody extends HttpBody {
  readonly sizeBytes: number;
}

/** What is held back until all is known to be right. */
interface LastBytes {
  readonly start: number;
  readonly bytes: Buffer;
}

/** Where the last unit of an object begins; at least one byte is left. */
function lastUnit(sizeBytes: number): number {
  return Math.max(0, Math.floor((sizeBytes - 1) / UNIT_BYTES) * UNIT_BYTES);
}

/** Content that is hashed on its way, and whose own failure is told from that of the connection. */
class HashedSource {
  failure: { readonly error: unknown } | undefined;
  readonly #chunks: AsyncIterable<Buffer>;
  readonly #hasher: Hasher;

  constructor(chunks: AsyncIterable<Buffer>, hasher: Hasher) {
    this.#chunks = chunks;
    this.#hasher = hasher;
  }

  /** A connection that breaks throws its error into this generator, where it waits: that ends the reading, and is no failure of it. */
  async *chunks(): AsyncGenerator<Buffer> {
    for await (const chunk of this.#read()) yield chunk;
  }

  async *#read(): AsyncGenerator<Buffer> {
    try {
      for await (const chunk of this.#chunks) {
        this.#hasher.update(chunk);
        yield chunk;
      }
    } catch (error) {
      this.failure = { error };
      throw error;
    }
  }
}

function lostBytes(shown: string): LodeError {
  return new LodeError("STORAGE_UNREACHABLE", `Cannot write '${shown}': the service has lost what was sent`, {
    hint: "Try again.",
    details: { url: shown },
  });
}
