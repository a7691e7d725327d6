import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const FOLDERS = 10;

/** The size of each small file. */
export const SMALL_BYTES = 275;

/** Makes this many small files in ten folders, all different and the same each time. */
export function makeSmallFiles(dir: string, count: number): void {
  for (let folder = 0; folder < FOLDERS; folder++) mkdirSync(join(dir, String(folder)), { recursive: true });
  for (let i = 0; i < count; i++) {
    writeFileSync(join(dir, String(i % FOLDERS), `${i}.txt`), `${i} `.padEnd(SMALL_BYTES, "lode "));
  }
}
