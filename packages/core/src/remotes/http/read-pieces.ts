import { GatheredPieces } from "./gathered-pieces.ts";
import { connectionError, type HttpAttempt } from "./http-errors.ts";
import type { HttpMessage } from "./http-message.ts";

/**
 * Reads the body of an answer, as the server stores it, in pieces of memory (see isPiece).
 *
 * @throws STORAGE_UNREACHABLE if the connection breaks
 */
export async function readPieces(message: HttpMessage, attempt: HttpAttempt): Promise<Buffer[]> {
  const held = message.takeChunks?.();
  if (held !== undefined) return held;
  if (message.errored !== null) throw connectionError(attempt, message.errored);
  const gathered = new GatheredPieces();
  return await new Promise((resolve, reject) => {
    message.on("data", (chunk: Buffer) => gathered.add(chunk));
    message.on("end", () => resolve(gathered.end()));
    message.on("error", (error) => reject(connectionError(attempt, error)));
  });
}
