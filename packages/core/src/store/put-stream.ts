import type { Readable } from "node:stream";
import { arrivedCorrupt } from "../base/arrived-corrupt.ts";
import { type Oid, parseOid } from "../base/oid.ts";
import { fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { removeIfThere } from "../fs/write-file-atomic.ts";
import { adoptFile } from "./adopt-file.ts";
import { digestOf, type ObjectStore } from "./object-store.ts";
import { spoolHashed } from "./spool-hashed.ts";

/** An object that was put into a store. */
export interface PutObject {
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether the store did not have it. */
  readonly isNew: boolean;
}

/**
 * Puts what a stream gives into a store: hashed while it is written under a temporary name, then named. An existing
 * object is left as it is.
 *
 * @param expected the id that the bytes must have; undefined: whatever they hash to
 * @throws OBJECT_CORRUPT if they hash to something else, nothing is stored then; IO_FAILED, what the stream throws
 */
export async function putStream(store: ObjectStore, stream: Readable, expected?: Oid): Promise<PutObject> {
  const modes = fileModes(store.shared);
  const { path, sizeBytes, digest } = await spoolHashed({ dir: store.dir, modes }, stream, store.hashName);
  try {
    const oid = checkedOid(digest, expected);
    return { oid, sizeBytes, isNew: await adoptFile(store, oid, path) };
  } catch (error) {
    throw ioError({ action: "write an object to", path: store.dir }, error);
  } finally {
    removeIfThere(path);
  }
}

function checkedOid(digest: string, expected: Oid | undefined): Oid {
  const oid = expected ?? parseOid(digest);
  if (oid !== undefined && digestOf(oid) === digest) return oid;
  throw arrivedCorrupt("store", expected, digest);
}
