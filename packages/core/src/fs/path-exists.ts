import { existsSync } from "node:fs";

/** Says whether something is at a path, links followed. What may not be looked at counts as nothing. */
export function pathExists(path: string): boolean {
  return existsSync(path);
}
