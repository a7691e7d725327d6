import { createHash } from "node:crypto";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { pythonJson } from "../json/python-json.ts";
import type { EntryState, FileEntry } from "./output-entry.ts";

/**
 * Works out the state of a directory that is given file by file: its checksum is that of the manifest of its files.
 */
export function directoryState(files: readonly FileEntry[]): EntryState {
  const sorted = files.toSorted((a, b) => compareCodePoints(a.relpath, b.relpath));
  const manifest = sorted.map(({ checksum, relpath }) => ({
    ...(checksum !== undefined && { [checksum.key]: checksum.value }),
    relpath,
  }));
  const md5 = createHash("md5")
    .update(pythonJson(manifest, { sortKeys: true }))
    .digest("hex");
  return {
    checksum: { key: "md5", value: `${md5}.dir` },
    size: files.reduce((sum, { size = 0 }) => sum + size, 0),
    nfiles: files.length,
    files: sorted,
  };
}
