import { join } from "node:path";
import { isLodeError } from "@lode/core";
import {
  adoptFile,
  arrivedCorrupt,
  isTemporaryName,
  LocalRemote,
  listNames,
  loadNamelessFiles,
  lstatPath,
  type ObjectStore,
  type Oid,
  objectPath,
  openSentFile,
  putObjects,
  putStream,
  readManifest,
  readObjects,
  removeTree,
} from "@lode/core/engine";
import { InTurn } from "../jobs/in-turn.ts";
import { objectMissing } from "./object-missing.ts";
import type { NewObject, ObjectStorage } from "./object-storage.ts";
import { cleanStaging, newStagingDir } from "./staging.ts";

/**
 * The storage in `objects` of a data folder. Nothing is created before it is needed. Where the disk can, small objects are
 * written to files without a name, of which a kill leaves nothing.
 */
export function folderStorage(dataDir: string): ObjectStorage {
  const remote = objectsFolder(dataDir);
  return {
    remote,
    stagingDir: newStagingDir(dataDir),
    async prepare(isAlone) {
      await loadNamelessFiles();
      cleanStaging(dataDir, isAlone);
      if (isAlone) removeTemporaries(remote);
    },
    putAll: (objects) => putAll(remote.storeOf("md5"), objects),
    async putStream({ hashName, oid }, stream) {
      const store = remote.storeOf(hashName);
      await putStream(store, stream, oid);
      return storedSize(store, oid);
    },
    async putFrom(store, oid) {
      const [failure] = (await remote.pushFrom(store, [oid], {})).failed;
      if (failure !== undefined) throw failure.error;
      return storedSize(remote.storeOf(store.hashName), oid);
    },
    async adopt({ hashName, oid }, path) {
      const store = remote.storeOf(hashName);
      await adoptFile(store, oid, path);
      return storedSize(store, oid);
    },
    openSent: ({ hashName, oid }, range) => openSentFile(objectPath(remote.storeOf(hashName), oid), range),
    readAll: (oids, maxBytes) => readObjects(remote.storeOf("md5"), { oids, maxBytes }),
    readManifest: ({ hashName, oid }) => readManifest(remote.storeOf(hashName), oid),
  };
}

/** The folder of the objects of a registry, or of a backup of one. */
export function objectsFolder(dataDir: string): LocalRemote {
  return new LocalRemote({ name: "objects", dir: join(dataDir, "objects") });
}

function removeTemporaries(remote: LocalRemote): void {
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const { dir } = remote.storeOf(hashName);
    for (const name of listNames(dir) ?? []) {
      if (isTemporaryName(name)) removeTree(`${dir}/${name}`);
    }
  }
}

/** How many lists of objects are stored at once: the threads have no more hands, and each takes memory. */
const stores = new InTurn(2);

async function putAll(store: ObjectStore, objects: readonly NewObject[]): Promise<readonly (Error | undefined)[]> {
  const failures = await stores.run(() => putObjects(store, objects, { isElsewhere: true }));
  return failures.map((failure, index) => {
    if (failure === undefined) return undefined;
    if (!isLodeError(failure, "OBJECT_CORRUPT")) throw failure;
    // Clients read it, whom it does not concern where the server keeps its objects.
    return arrivedCorrupt("store", objects[index]?.oid, String(failure.details.actual));
  });
}

function storedSize(store: ObjectStore, oid: Oid): number {
  const stats = lstatPath(objectPath(store, oid));
  if (stats === undefined) throw objectMissing({ hashName: store.hashName, oid });
  return Number(stats.size);
}
