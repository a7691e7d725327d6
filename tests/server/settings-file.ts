import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";

/** Writes a file of settings, which is there until the test ends, and gives its path. */
export function settingsFile(settings: Readonly<Record<string, string | number>>): string {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const path = join(folder.path, "lode.yaml");
  const lines = Object.entries(settings).map(([name, value]) => `${name}: ${value}\n`);
  writeFileSync(path, lines.join(""));
  return path;
}
