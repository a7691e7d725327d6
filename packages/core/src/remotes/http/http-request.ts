import type { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import type { HttpMessage } from "./http-message.ts";

/** What is asked of a web server. */
export interface HttpRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: HttpBody;
  readonly signal?: AbortSignal | undefined;
  /** The range that is asked for, if the answer is wanted whole in pieces of memory; see readPieces. Default: it is not. */
  readonly inPieces?: Required<ByteRange> | undefined;
  /** For messages: an infinitive, such as `read`. */
  readonly action: string;
  /** For messages: what the user calls the place. Default: the URL without its secrets. */
  readonly shown?: string | undefined;
}

/** The answer to a request. Its reader consumes or destroys the message. */
export interface HttpAnswer {
  readonly status: number;
  readonly message: HttpMessage;
  /** Where it came from in the end, after redirections. */
  readonly url: URL;
}

/** What is uploaded, of a size that may be unknown: bytes, or what gives a stream, each time it is called, if the server wants the request once more. */
export interface HttpBody {
  /** Undefined if it is not known before it is sent. */
  readonly sizeBytes: number | undefined;
  readonly content: Buffer | (() => Promise<Readable>);
}
