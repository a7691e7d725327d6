import type { StatCache } from "./stat-cache.ts";

/**
 * Opens a stat cache, creating its file and folder when needed. The caller closes it.
 *
 * @param path absolute path of the SQLite file
 */
export function openStatCache(_path: string): StatCache {
  throw new Error("not built yet");
}
