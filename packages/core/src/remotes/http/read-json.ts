import { parseJson } from "../../base/parse-json.ts";
import type { HttpAttempt } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";
import { openBody } from "./open-body.ts";

/**
 * Reads an answer of a server that may be any: no more of it than `maxBytes`, however it is packed.
 *
 * @returns its JSON; undefined if it is none, or longer
 * @throws STORAGE_UNREACHABLE if the connection breaks, STORAGE_REJECTED if the encoding is unknown
 */
export async function readJson(message: HttpMessage, attempt: HttpAttempt, maxBytes: number): Promise<unknown> {
  const chunks: Buffer[] = [];
  let sizeBytes = 0;
  for await (const chunk of openBody(message, attempt) as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length;
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return parseJson(Buffer.concat(chunks).toString("utf8"));
}
