import { objectKey } from "../object-key.ts";
import type { RemoteStorage } from "../storage/remote-storage.ts";
import { StorageRemote } from "../storage/storage-remote.ts";
import type { RemoteUnderTest } from "./remote-contract.ts";

/** A remote of objects in storage, for the contract of remotes. */
export function remoteInStorage(storage: RemoteStorage): RemoteUnderTest {
  const { url } = storage;
  return {
    remote: new StorageRemote({ name: "store", url, lists: storage.list !== undefined, open: async () => storage }),
    async damage(oid, text) {
      const bytes = Buffer.from(text);
      await storage.write(objectKey({ hashName: "md5", oid }), { kind: "bytes", bytes }, {});
    },
  };
}
