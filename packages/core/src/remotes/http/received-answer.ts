import type { IncomingHttpHeaders } from "node:http";
import { Readable } from "node:stream";
import type { Dispatcher } from "undici";
import type { ByteRange } from "../../base/file-tree.ts";
import { GatheredPieces } from "./gathered-pieces.ts";
import type { HttpMessage } from "./http-message.ts";

/** Up to this size, the body is received whole before the reader gets the answer. */
const WHOLE_MAX_BYTES = 1 << 20;

type Controller = Dispatcher.DispatchController;
type AnswerStart = [statusCode: number, headers: IncomingHttpHeaders, statusMessage?: string];

/** Takes the answer to one request from undici. */
export class ReceivedAnswer implements Dispatcher.DispatchHandler {
  /** The answer, when its head has arrived, or all of it if it is small. */
  readonly head: Promise<HttpMessage>;
  /** Called when nothing more will arrive. */
  onClose: () => void = () => undefined;
  readonly #failure: (error: Error) => unknown;
  readonly #inPieces: Required<ByteRange> | undefined;
  readonly #resolve: (message: HttpMessage) => void;
  readonly #reject: (error: unknown) => void;
  #controller: Controller | undefined;
  #aborted: Error | undefined;
  #message: Message | undefined;
  #isClosed: boolean = false;
  /** What has arrived of a body that is received whole; undefined once the reader has the stream. */
  #parts: Buffer[] | GatheredPieces | undefined;

  /**
   * @param failure makes an error of this program of one of undici's
   * @param inPieces the range that was asked for, if the body is to be copied as it arrives, and is there whole in the end.
   *   What else a server sends is passed over, or broken off.
   */
  constructor(failure: (error: Error) => unknown, inPieces?: Required<ByteRange>) {
    this.#inPieces = inPieces;
    const { promise, resolve, reject } = Promise.withResolvers<HttpMessage>();
    this.head = promise;
    this.#resolve = resolve;
    this.#reject = reject;
    this.#failure = failure;
  }

  /** Breaks the request off, wherever it is. */
  abort(error: Error): void {
    this.#aborted ??= error;
    this.#controller?.abort(error);
    // A request that waits for its connection hears of it only when that is there.
    this.#reject(error);
  }

  onRequestStart(controller: Controller): void {
    this.#controller = controller;
    if (this.#aborted !== undefined) controller.abort(this.#aborted);
  }

  onResponseStart(controller: Controller, ...[statusCode, given, statusMessage = ""]: AnswerStart): void {
    if (statusCode < 200) return;
    const headers = firstOfEach(given);
    this.#message = new Message({ statusCode, statusMessage, headers, controller });
    if (this.#inPieces !== undefined) this.#parts = GatheredPieces.of(this.#inPieces, statusCode);
    else if (Number(headers["content-length"] ?? Number.NaN) <= WHOLE_MAX_BYTES) this.#parts = [];
    else this.#resolve(this.#message);
  }

  onResponseData(controller: Controller, chunk: Buffer): void {
    if (this.#parts instanceof GatheredPieces) {
      if (!this.#parts.add(chunk)) return;
      this.onResponseEnd();
      controller.abort(new Error("the rest is not wanted"));
    } else if (this.#parts !== undefined) this.#parts.push(chunk);
    else if (this.#message?.push(chunk) === false) controller.pause();
  }

  onResponseEnd(): void {
    const message = this.#message;
    const parts = this.#parts;
    if (message !== undefined && parts !== undefined) {
      message.hold(parts instanceof GatheredPieces ? parts.end() : parts);
      this.#parts = undefined;
      this.#resolve(message);
    } else message?.end();
    this.#close();
  }

  onResponseError(_controller: Controller, error: Error): void {
    if (this.#isClosed) return;
    const failure = this.#aborted ?? this.#failure(error);
    if (this.#message === undefined || this.#parts !== undefined) this.#reject(failure);
    else this.#message.destroy(failure instanceof Error ? failure : error);
    this.#close();
  }

  #close(): void {
    this.#isClosed = true;
    this.onClose();
  }
}

interface Head {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: IncomingHttpHeaders;
  readonly controller: Controller;
}

class Message extends Readable implements HttpMessage {
  readonly statusCode: number;
  readonly statusMessage: string;
  readonly headers: IncomingHttpHeaders;
  #held: Buffer[] | undefined;
  readonly #controller: Controller;
  #isOver: boolean = false;

  constructor({ statusCode, statusMessage, headers, controller }: Head) {
    super();
    this.statusCode = statusCode;
    this.statusMessage = statusMessage;
    this.headers = headers;
    this.#controller = controller;
    // It may break off before its reader has begun, who then finds the error in the stream.
    this.on("error", () => undefined);
  }

  /** Receives the body whole. */
  hold(body: Buffer[]): void {
    this.#held = body;
    this.#isOver = true;
  }

  takeChunks(): Buffer[] | undefined {
    const held = this.#held;
    this.#held = undefined;
    return held;
  }

  /** Tells that the body has come to its end. */
  end(): void {
    this.#isOver = true;
    this.push(null);
  }

  /** A body that is there whole, and that nobody reads, need not flow. */
  override resume(): this {
    return this.#held !== undefined && this.listenerCount("data") === 0 ? this : super.resume();
  }

  override _read(): void {
    if (!this.#isOver) {
      this.#controller.resume();
      return;
    }
    for (const chunk of this.takeChunks() ?? []) if (chunk.length > 0) this.push(chunk);
    this.push(null);
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    if (!this.#isOver) this.#controller.abort(error ?? new Error("nobody reads the answer"));
    done(error);
  }
}

/** A header that came several times counts once, as with Node's client; the values of others are texts. */
function firstOfEach(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  for (const name in headers) {
    const value: unknown = headers[name];
    if (Array.isArray(value)) headers[name] = String(value[0]);
  }
  return headers;
}
