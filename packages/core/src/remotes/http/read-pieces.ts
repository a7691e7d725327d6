import type { ByteRange } from "../../base/file-tree.ts";
import { GatheredPieces } from "./gathered-pieces.ts";
import { connectionError, type HttpAttempt } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";

/**
 * Reads a range that was asked for from the body of an answer, as the server stores it, in pieces of memory (see isPiece). What
 * comes beside it is not kept.
 *
 * @throws STORAGE_UNREACHABLE if the connection breaks
 */
export async function readPieces(
  message: HttpMessage,
  attempt: HttpAttempt,
  range: Required<ByteRange>,
): Promise<Buffer[]> {
  const held = message.takeChunks?.();
  if (held !== undefined) return held;
  if (message.errored !== null) throw connectionError(attempt, message.errored);
  const gathered = GatheredPieces.of(range, message.statusCode);
  return await new Promise((resolve, reject) => {
    message.on("data", (chunk: Buffer) => {
      if (!gathered.add(chunk)) return;
      resolve(gathered.end());
      message.destroy();
    });
    message.on("end", () => resolve(gathered.end()));
    message.on("error", (error) => reject(connectionError(attempt, error)));
  });
}
