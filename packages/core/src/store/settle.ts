import { setTimeout as pause } from "node:timers/promises";

/** The clock of a file system ticks at least this often; see FileDigests. */
export const SETTLE_MS = 20;

/**
 * Waits until a later edit of files that were just written shows in their mtimes. To be called once, after the last of
 * them and before anybody is told that they are there.
 *
 * @param sinceMs when the last of them was written, by `performance.now()`. Default: now
 */
export async function settle(sinceMs = performance.now()): Promise<void> {
  // Whole milliseconds, of which the clock that mtimes are compared with cuts off the rest.
  const leftMs = SETTLE_MS + 1 - Math.floor(performance.now() - sinceMs);
  if (leftMs > 0) await pause(leftMs);
}
