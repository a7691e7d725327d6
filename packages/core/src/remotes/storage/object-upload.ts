import { Readable } from "node:stream";
import type { ByteRange } from "../../base/file-tree.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { readInto, readRange } from "../../fs/read-range.ts";
import { readSmallFile } from "../../fs/read-small-file.ts";
import { hashBytes, makeHasher } from "../../hash/md5.ts";
import { digestOf, type ObjectStore, objectPath } from "../../store/object-store.ts";
import { verifyObjects, wrongDigest } from "../../store/verify-objects.ts";
import { countBytes } from "../count-bytes.ts";
import type { Upload } from "./remote-storage.ts";

/** An object of a store on this machine. */
export interface StoredObject {
  readonly store: ObjectStore;
  readonly oid: Oid;
}

/** What sending of an object takes beside it. */
export interface UploadContext {
  readonly signal: AbortSignal | undefined;
  /** Told of the bytes of a large object when they are read. */
  readonly onBytes: (sizeBytes: number) => void;
}

/** An object that is ready to be sent. */
export interface ObjectUpload {
  readonly sizeBytes: number;
  readonly content: Upload;
}

/** Up to this size an object is hashed before the first byte is sent. */
const SMALL_BYTES = 1 << 20;

/**
 * Makes ready an object for sending. Whatever way it is read in, it becomes visible in the storage only if its bytes hash
 * to its id.
 *
 * @returns undefined if the store does not have it
 * @throws OBJECT_CORRUPT, IO_FAILED
 */
export function objectUpload(object: StoredObject, context: UploadContext): ObjectUpload | undefined {
  const { store, oid } = object;
  const found = readSmallFile(objectPath(store, oid), SMALL_BYTES);
  if (found === undefined) return undefined;
  const { sizeBytes, bytes } = found;
  if (bytes === undefined) return { sizeBytes, content: largeUpload(object, sizeBytes, context) };
  refuseCorrupt(object, hashBytes(bytes, store.hashName));
  return { sizeBytes, content: { kind: "bytes", bytes } };
}

/** What is read from the beginning to the end is hashed on its way; what is read in parts, by a thread of its own. */
function largeUpload(object: StoredObject, sizeBytes: number, { signal, onBytes }: UploadContext): Upload {
  const path = objectPath(object.store, object.oid);
  let check: Promise<void> | undefined;
  let digest: string | undefined;
  const begin = (): Promise<void> => {
    check ??= verifyStored(object, signal);
    // Its failure is told by `confirm`.
    check.catch(() => undefined);
    return check;
  };
  return {
    kind: "file",
    sizeBytes,
    open(range) {
      if (!isWhole(range, sizeBytes)) {
        void begin();
        return countBytes(readRange(path, range), onBytes);
      }
      const onDigest = (actual: string): void => {
        digest = actual;
      };
      return Readable.from(hashed(countBytes(readRange(path, range), onBytes), object, onDigest));
    },
    async readInto(memory, start) {
      const isAll = isWhole({ start, end: start + memory.length }, sizeBytes);
      if (!isAll) void begin();
      const count = await readInto(memory, path, start);
      onBytes(count);
      if (isAll) digest = hashBytes(memory.subarray(0, count), object.store.hashName);
      return count;
    },
    async confirm() {
      if (digest === undefined) await begin();
      else refuseCorrupt(object, digest);
    },
  };
}

function isWhole({ start, end }: ByteRange, sizeBytes: number): boolean {
  return start === 0 && (end === undefined || end >= sizeBytes);
}

async function* hashed(
  stream: Readable,
  { store }: StoredObject,
  onDigest: (digest: string) => void,
): AsyncGenerator<Buffer> {
  const hasher = makeHasher(store.hashName);
  for await (const chunk of stream) {
    hasher.update(chunk);
    yield chunk;
  }
  onDigest(hasher.digest());
}

/** Reads an object by a thread of its own. @throws OBJECT_CORRUPT if its bytes do not hash to its id */
export async function verifyStored({ store, oid }: StoredObject, signal: AbortSignal | undefined): Promise<void> {
  const { damaged } = await verifyObjects(store, [oid], { isElsewhere: true, ...(signal !== undefined && { signal }) });
  for (const { reason } of damaged) throw corrupt({ store, oid }, reason);
}

function refuseCorrupt(object: StoredObject, actual: string): void {
  if (actual !== digestOf(object.oid)) throw corrupt(object, wrongDigest(actual));
}

function corrupt({ store, oid }: StoredObject, reason: string): LodeError {
  const path = objectPath(store, oid);
  return new LodeError("OBJECT_CORRUPT", `Cannot send the object "${path}": ${reason}`, {
    hint: "Remove it, then get it again from a remote that has it",
    details: { path, expected: oid },
  });
}
