import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import type { FastifyRequest } from "fastify";

/**
 * The body of a request that a handler reads as a stream. Ending it early, as a handler does that throws, leaves the connection
 * open for the answer; what still comes is dropped, so that the client hears it after sending, and the next request finds its
 * way. Reading a body itself would cut the connection then, and the client would see no more than that.
 *
 * @returns a stream that fails with ECONNRESET if the connection ends before the body does
 */
export function requestBody({ raw }: FastifyRequest): Readable {
  return new RequestBody(raw);
}

class RequestBody extends Readable {
  readonly #from: IncomingMessage;

  constructor(from: IncomingMessage) {
    super({ highWaterMark: from.readableHighWaterMark });
    this.#from = from;
    // A handler may take its time before it reads, and hears of the failure then.
    this.on("error", () => undefined);
    from.on("data", this.#take).on("end", this.#end).on("error", this.#fail).on("close", this.#close);
    if (from.destroyed) this.#close();
  }

  override _read(): void {
    this.#from.resume();
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#from.off("data", this.#take).off("end", this.#end).off("close", this.#close).resume();
    done(error);
  }

  readonly #take = (chunk: Buffer): void => {
    if (!this.push(chunk)) this.#from.pause();
  };

  readonly #end = (): void => {
    this.push(null);
  };

  /** Heard for ever: without a listener the failure of a body that nobody reads any more would end the process. */
  readonly #fail = (error: Error): void => {
    this.destroy(error);
  };

  readonly #close = (): void => {
    if (!this.#from.readableEnded) this.destroy(Object.assign(new Error("aborted"), { code: "ECONNRESET" }));
  };
}
