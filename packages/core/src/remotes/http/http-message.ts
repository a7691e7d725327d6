import type { IncomingHttpHeaders } from "node:http";
import type { Readable } from "node:stream";

/** The head of an answer, and its body as a stream, which ends with an error if less arrives than was announced. */
export interface HttpMessage extends Readable {
  readonly headers: IncomingHttpHeaders;
  readonly statusCode?: number | undefined;
  readonly statusMessage?: string | undefined;
  /** The body, if all of it is there already; the stream gives it, too. */
  readonly whole?: Buffer | undefined;
}
