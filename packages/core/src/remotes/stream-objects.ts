import { basename, dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { arrivedCorrupt } from "../base/arrived-corrupt.ts";
import type { Oid } from "../base/oid.ts";
import { realDirsBelow } from "../fs/ensure-real-dirs.ts";
import { type FileModes, fileModes } from "../fs/file-modes.ts";
import { ioError } from "../fs/io-error.ts";
import { loadNamelessFiles } from "../fs/nameless-file.ts";
import { placeFile } from "../fs/place-file.ts";
import { removeIfThere } from "../fs/write-file-atomic.ts";
import { findMissing } from "../store/find-missing.ts";
import { digestOf, type ObjectStore } from "../store/object-store.ts";
import { putBytes } from "../store/put-bytes.ts";
import { putStream } from "../store/put-stream.ts";
import { spoolHashed } from "../store/spool-hashed.ts";
import { batchOptions } from "./batch-options.ts";
import { countBytes } from "./count-bytes.ts";
import type { FilePlan, ObjectId, TransferContext, TransferReport } from "./remote.ts";
import { type TransferSteps, transferEach } from "./transfer-each.ts";

/** Storage that gives its objects as streams. */
export interface StreamedStorage {
  /** Undefined if there is no such object. */
  openObject(id: ObjectId, signal: AbortSignal | undefined): Promise<IncomingObject | undefined>;
}

/** An object on its way; its reader takes it as one or the other. */
export interface IncomingObject {
  readonly sizeBytes: number | undefined;
  stream(): Readable;
  bytes(): Promise<Buffer>;
}

/** Up to this size an object is read into memory whole, which saves three calls of the system. */
const SMALL_BYTES = 1 << 20;

/** From so many on, what makes the writing of each cheaper is worth its loading. */
const MANY_OBJECTS = 500;

/** What fetchInto of a remote does whose storage gives streams: `jobs` objects at once. */
export async function streamInto(
  storage: StreamedStorage,
  { store, oids }: { readonly store: ObjectStore; readonly oids: readonly Oid[] },
  context: TransferContext & TransferSteps,
): Promise<TransferReport> {
  const { signal } = context;
  const lacking = await findMissing(store, oids, signal === undefined ? {} : batchOptions({ signal }));
  if (lacking.length >= MANY_OBJECTS) await loadNamelessFiles();
  const items = lacking.map((oid) => ({ oid }));
  return transferEach(items, context, async ({ oid }, onBytes) => {
    const found = await storage.openObject({ hashName: store.hashName, oid }, signal);
    if (found === undefined) return { status: "missing" };
    const { sizeBytes } = found;
    if (sizeBytes === undefined || sizeBytes > SMALL_BYTES) {
      return {
        status: "transferred",
        sizeBytes: (await putStream(store, countBytes(found.stream(), onBytes), oid)).sizeBytes,
      };
    }
    const bytes = await found.bytes();
    await putBytes(store, oid, bytes);
    return { status: "transferred", sizeBytes: bytes.length };
  });
}

/** What fetchFiles of a remote does whose storage gives streams: `jobs` files at once. */
export async function streamToFiles(
  storage: StreamedStorage,
  { root, items, hashName }: FilePlan,
  context: TransferContext & TransferSteps,
): Promise<TransferReport> {
  const ensure = realDirsBelow(root);
  const modes = fileModes();
  return transferEach(items, context, async ({ relpath, oid, executable = false }, onBytes) => {
    const found = await storage.openObject({ hashName, oid }, context.signal);
    if (found === undefined) return { status: "missing" };
    ensure(relpath.slice(0, Math.max(0, relpath.lastIndexOf("/"))));
    const mode = modes.file | (executable ? 0o100 : 0);
    const target = { path: join(root, relpath), mode, modes };
    return {
      status: "transferred",
      sizeBytes: await streamToFile(countBytes(found.stream(), onBytes), target, { hashName, oid }),
    };
  });
}

async function streamToFile(
  stream: Readable,
  { path, mode, modes }: { readonly path: string; readonly mode: number; readonly modes: FileModes },
  { hashName, oid }: ObjectId,
): Promise<number> {
  const place = { dir: dirname(path), name: basename(path), mode, modes };
  const { path: temporary, sizeBytes, digest: actual } = await spoolHashed(place, stream, hashName);
  try {
    if (actual !== digestOf(oid)) throw arrivedCorrupt("use", oid, actual);
    placeFile(place, temporary);
    return sizeBytes;
  } catch (error) {
    throw ioError({ action: "create", path }, error);
  } finally {
    removeIfThere(temporary);
  }
}
