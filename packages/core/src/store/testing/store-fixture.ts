import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Oid, parseOid } from "../../base/oid.ts";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import { hashBytes } from "../../hash/md5.ts";
import type { FileDigests } from "../file-digests.ts";
import { type ObjectStore, objectPath } from "../object-store.ts";

/** A temporary folder with a store in `cache/files/md5`; `using` removes it. */
export interface StoreFixture extends TempFolder {
  readonly store: ObjectStore;
}

/** Makes a fixture whose store has these properties; by default it copies. */
export function makeStoreFixture(properties: Partial<ObjectStore> = {}): StoreFixture {
  const folder = makeTempFolder();
  const dir = join(folder.path, "cache/files/md5");
  return { ...folder, store: { dir, hashName: "md5", linkTypes: ["copy"], ...properties } };
}

/** The id of some content. */
export function oidOf(content: string | Uint8Array, suffix = ""): Oid {
  const oid = parseOid(hashBytes(typeof content === "string" ? Buffer.from(content) : content) + suffix);
  if (oid === undefined) throw new Error(`not an id: ${content}${suffix}`);
  return oid;
}

/** The content and permission bits of an object. */
export function readObject(store: ObjectStore, oid: Oid): { content: string; mode: number } {
  const path = objectPath(store, oid);
  return { content: readFileSync(path, "utf8"), mode: statSync(path).mode & 0o7777 };
}

/** The rows of digests one by one; undefined where there is none. */
export function rowsOf(digests: FileDigests) {
  return digests.oids.map((oid, row) =>
    oid === undefined
      ? undefined
      : {
          oid,
          sizeBytes: digests.sizes[row],
          mtimeNs: digests.mtimesNs[row],
          ino: digests.inos[row],
          mode: digests.modes[row],
          settled: digests.settled[row] === 1,
        },
  );
}
