import { setTimeout as pause } from "node:timers/promises";

/** The clock of a file system ticks at least this often; see FileDigests. */
export const SETTLE_MS = 20;

/**
 * Waits until a later edit of files that were just written shows in their mtimes. To be called once, after the last of
 * them and before anybody is told that they are there.
 */
export async function settle(): Promise<void> {
  await pause(SETTLE_MS);
}
