import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { BUNDLE_INDEX_NAME, type BundleIndex, printBundleIndex } from "../../formats/bundle/bundle-index.ts";
import { printTarHeader, TAR_BLOCK, tarPadding } from "../../formats/bundle/tar-header.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { hashBytes, makeHasher } from "../../hash/md5.ts";
import { objectKey } from "../../remotes/object-key.ts";
import { digestOf, type ObjectStore, objectPath } from "../../store/object-store.ts";

/** An object to put into a bundle. */
export interface ObjectToBundle {
  readonly store: ObjectStore;
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/** An object up to this size is read at once, which is several times faster than a stream. */
const SMALL_BYTES = 1024 * 1024;

/**
 * Makes the bytes of a bundle: the index, then the objects in the order given, each verified while it is read. Memory:
 * one object of SMALL_BYTES, or a chunk of a larger one.
 *
 * @param onObject called when an object is through
 * @throws OBJECT_CORRUPT if one does not hash to its id; what was given before is then of no use
 */
export async function* bundleBytes(
  index: BundleIndex,
  objects: Iterable<ObjectToBundle>,
  onObject: () => void,
): AsyncGenerator<Buffer, void, undefined> {
  const head = printBundleIndex(index);
  yield withHeader(BUNDLE_INDEX_NAME, head);
  for (const object of objects) {
    const { store, oid, sizeBytes } = object;
    const name = objectKey({ hashName: store.hashName, oid });
    if (sizeBytes <= SMALL_BYTES) yield withHeader(name, await readSmall(object));
    else {
      yield printTarHeader({ name, sizeBytes });
      yield* readLarge(object);
      yield Buffer.alloc(tarPadding(sizeBytes));
    }
    onObject();
  }
  yield Buffer.alloc(2 * TAR_BLOCK);
}

function withHeader(name: string, content: Buffer): Buffer {
  const header = printTarHeader({ name, sizeBytes: content.length });
  return Buffer.concat([header, content, Buffer.alloc(tarPadding(content.length))]);
}

async function readSmall({ store, oid, sizeBytes }: ObjectToBundle): Promise<Buffer> {
  const bytes = await new DiskTree(store.dir).readBytes(pathInStore(oid));
  if (bytes?.length === sizeBytes && hashBytes(bytes, store.hashName) === digestOf(oid)) return bytes;
  throw corrupt(store, oid);
}

async function* readLarge({ store, oid, sizeBytes }: ObjectToBundle): AsyncGenerator<Buffer, void, undefined> {
  // Exactly so many bytes as the header promises, also if the file grows meanwhile.
  const stream = await new DiskTree(store.dir).openRead(pathInStore(oid), { start: 0, end: sizeBytes });
  const hasher = makeHasher(store.hashName);
  let done = 0;
  for await (const chunk of stream ?? []) {
    const bytes: Buffer = chunk;
    hasher.update(bytes);
    done += bytes.length;
    yield bytes;
  }
  if (done !== sizeBytes || hasher.digest() !== digestOf(oid)) throw corrupt(store, oid);
}

function pathInStore(oid: Oid): string {
  return `${oid.slice(0, 2)}/${oid.slice(2)}`;
}

function corrupt(store: ObjectStore, oid: Oid): LodeError {
  const path = objectPath(store, oid);
  return new LodeError("OBJECT_CORRUPT", `Cannot bundle the object "${path}": it does not hash to its name`, {
    hint: "Remove it and get it again with `lode fetch`.",
    details: { path, oid },
  });
}
