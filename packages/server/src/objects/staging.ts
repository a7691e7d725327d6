import { join } from "node:path";
import { type HashName, listNames, lstatPath, type ObjectStore, removeTree } from "@lode/core/engine";
import { newId } from "../db/new-id.ts";

/** What a server that is gone left in the staging folder is older than this, in ms: no upload takes as long. */
const LEFT_MS = 24 * 3_600_000;

/** A new folder of one server for what is not checked yet. It is not made. */
export function newStagingDir(dataDir: string): string {
  return join(dataDir, "staging", newId());
}

/** Removes what other servers left in the staging folder: everything, or what nobody has written to for a day. */
export function cleanStaging(dataDir: string, isAlone: boolean): void {
  const dir = join(dataDir, "staging");
  for (const name of listNames(dir) ?? []) {
    const stats = lstatPath(join(dir, name));
    if (stats !== undefined && (isAlone || Date.now() - Number(stats.mtimeMs) > LEFT_MS)) removeTree(join(dir, name));
  }
}

/** The store of uploads that are not checked yet, of one upload alone. */
export function stagingStore(stagingDir: string, hashName: HashName, uploadId: string): ObjectStore {
  return { dir: join(stagingDir, uploadId), hashName, linkTypes: ["copy"] };
}
