import { join } from "node:path";
import { type HashName, LocalRemote, type ObjectStore } from "@lode/core/engine";

/** Where the bytes of all repositories are, each object once, in DVC's layout: a folder that DVC itself could read. */
export interface ObjectStorage {
  readonly remote: LocalRemote;
  /** Absolute path of a folder on the same disk, for what is not checked yet. */
  readonly stagingDir: string;
}

/** The storage of a data folder. Nothing is created before it is needed. */
export function objectStorage(dataDir: string): ObjectStorage {
  const dir = join(dataDir, "objects");
  return { remote: new LocalRemote({ name: "objects", dir }), stagingDir: join(dataDir, "staging") };
}

/** The store of uploads that are not checked yet, of one upload alone. */
export function stagingStore({ stagingDir }: ObjectStorage, hashName: HashName, uploadId: string): ObjectStore {
  return { dir: join(stagingDir, uploadId), hashName, linkTypes: ["copy"] };
}
