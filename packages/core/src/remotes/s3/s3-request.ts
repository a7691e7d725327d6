import type { HttpRequest } from "../http/http-request.ts";

/** What is asked of a bucket. */
export interface S3Request {
  readonly method: "GET" | "HEAD" | "PUT" | "POST" | "DELETE";
  /** In the bucket; empty: the bucket itself. */
  readonly key: string;
  readonly query?: Readonly<Record<string, string>> | undefined;
  /** In lower case. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer;
  /** As in HttpRequest. */
  readonly inPieces?: HttpRequest["inPieces"];
  readonly signal?: AbortSignal | undefined;
  /** For messages: an infinitive, such as `read`. */
  readonly action: string;
  /** For messages: the URL that the user knows. */
  readonly shown: string;
}
