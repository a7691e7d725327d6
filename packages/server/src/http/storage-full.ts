import { isLodeError, LodeError } from "@lode/core";

/** What SQLite says when the disk is full. */
const SQLITE_FULL = 13;
const FULL: ReadonlySet<unknown> = new Set(["ENOSPC", "EDQUOT"]);

/**
 * What a client is told when the disk of the server, or its quota there, is full.
 *
 * @returns undefined if the error says nothing of the kind
 */
export function storageFull(error: unknown): LodeError | undefined {
  for (let one = error; one instanceof Error; one = one.cause) {
    if (!saysFull(one)) continue;
    return new LodeError("SERVER_FULL", "Cannot keep this: the server has no room left", {
      hint: "Tell its owner, and send it again when there is room; what has arrived stays.",
      cause: error,
    });
  }
  return undefined;
}

function saysFull(error: Error): boolean {
  // Of an error in a thread only the details arrive.
  if (isLodeError(error) && FULL.has(error.details.errno)) return true;
  return ("code" in error && FULL.has(error.code)) || ("errcode" in error && error.errcode === SQLITE_FULL);
}
