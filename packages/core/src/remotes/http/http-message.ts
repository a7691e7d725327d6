import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";

/** The head of an answer, and its body as a stream, which ends with an error if less arrives than was announced. */
export interface HttpMessage extends Readable {
  readonly headers: IncomingHttpHeaders;
  readonly statusCode?: number | undefined;
  readonly statusMessage?: string | undefined;
  /**
   * Gives the body away, in its order, if all of it is there and nobody has had it; the stream is empty then. The message keeps nothing
   * of it, since what has waited for the network for long is collected late.
   */
  takeChunks?(): Buffer[] | undefined;
}
