import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** Makes a temporary folder that is removed when this process ends; a server in it may be dying then. */
export function scratchFolder(name: string): string {
  const dir = mkdtempSync(join(tmpdir(), `lode-${name}-`));
  process.once("exit", () => rmSync(dir, { recursive: true, force: true, maxRetries: 5 }));
  return dir;
}
