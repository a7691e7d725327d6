import { join } from "node:path";
import { LodeError } from "@lode/core";
import { ensureDir, loadDiskSync } from "@lode/core/engine";
import { SharedRun } from "../jobs/shared-run.ts";
import type { ObjectStorage } from "./object-storage.ts";

/** A storage in a data folder in which what is stored is on the device before it is acknowledged, so that no power cut costs it. */
export function syncedStorage(storage: ObjectStorage, dataDir: string): ObjectStorage {
  const dir = join(dataDir, "objects");
  let sync: () => Promise<void> = async () => undefined;
  const whenSynced = async <T>(stored: Promise<T>): Promise<T> => {
    const result = await stored;
    await sync();
    return result;
  };
  const { adopt } = storage;
  return {
    ...storage,
    async prepare(isAlone) {
      await storage.prepare(isAlone);
      ensureDir(dir);
      const syncDisk = await loadDiskSync();
      if (syncDisk === undefined) throw unsupported();
      const shared = new SharedRun(() => syncDisk(dir));
      sync = () => shared.ask();
    },
    putAll: (objects) => whenSynced(storage.putAll(objects)),
    putStream: (id, stream) => whenSynced(storage.putStream(id, stream)),
    putFrom: (store, oid) => whenSynced(storage.putFrom(store, oid)),
    ...(adopt !== undefined && { adopt: (id, path) => whenSynced(adopt(id, path)) }),
  };
}

function unsupported(): LodeError {
  return new LodeError("SETTINGS_INVALID", "Cannot serve with `objects_sync: on`: this system has no syncfs", {
    hint: "Set it to off, or run the server on Linux.",
  });
}
