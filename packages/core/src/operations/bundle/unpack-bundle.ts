import { basename, dirname, resolve } from "node:path";
import { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import {
  BUNDLE_INDEX_NAME,
  type BundledOutput,
  type BundleIndex,
  parseBundleIndex,
} from "../../formats/bundle/bundle-index.ts";
import { type BundledObject, parseObjectName } from "../../formats/bundle/object-name.ts";
import { MAX_MANIFEST_BYTES, parseManifest } from "../../formats/manifest/parse-manifest.ts";
import { DiskTree } from "../../fs/disk-tree.ts";
import { hashBytes } from "../../hash/md5.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { findMissing } from "../../store/find-missing.ts";
import { digestOf } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { putStream } from "../../store/put-stream.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { bundleInvalid } from "./bundle-invalid.ts";
import { type BundleEntry, readBundle } from "./read-bundle.ts";

/** What came out of a bundle. */
export interface UnpackedBundle {
  readonly outputs: readonly BundledOutput[];
  /** Objects that the cache did not have, manifests included. */
  readonly added: number;
  /** Objects that it had. */
  readonly known: number;
}

/** An object up to this size is held in memory. */
const SMALL_BYTES = 4 * 1024 * 1024;

/** The largest index that is read: some hundred thousand outputs. */
const MAX_INDEX_BYTES = 64 * 1024 * 1024;

/**
 * Puts the objects of a bundle into the project's cache. Each is hashed while it is read and gets its name only if it
 * hashes to it; a manifest only when all its members are in the cache. Nothing else than objects is written, whatever the
 * bundle holds. What was stored before an error stays: it is whole.
 *
 * @param file relative to the current folder
 * @throws PATH_NOT_FOUND, BUNDLE_INVALID, OBJECT_CORRUPT, OBJECTS_MISSING if a manifest lists what neither the bundle nor the
 *   cache has
 */
export function unpackBundle(project: Project, file: string, context: MoveContext): Promise<UnpackedBundle> {
  return withProjectLock(project, async () => {
    const path = resolve(project.context.cwd, file);
    const stream = await new DiskTree(dirname(path)).openRead(basename(path));
    if (stream === undefined) {
      throw new LodeError("PATH_NOT_FOUND", `Cannot unpack '${file}': there is no such file`, { details: { path } });
    }
    try {
      return await unpack({ project, file, context }, readBundle(file, stream));
    } finally {
      stream.destroy();
    }
  });
}

interface Unpacking {
  readonly project: Project;
  readonly file: string;
  readonly context: MoveContext;
}

async function unpack(work: Unpacking, entries: AsyncGenerator<BundleEntry>): Promise<UnpackedBundle> {
  const { file } = work;
  const first = await entries.next();
  if (first.done === true) throw bundleInvalid(file, "it is empty");
  const index = await readIndex(file, first.value);
  const { added, done } = await storeObjects(work, entries, index.objects);
  if (done !== index.objects) throw bundleInvalid(file, `it has ${done} objects in place of ${index.objects}`);
  return { outputs: index.outputs, added, known: done - added };
}

async function storeObjects(work: Unpacking, entries: AsyncIterable<BundleEntry>, total: number) {
  const { file, context } = work;
  const counts = { added: 0, done: 0 };
  let afterFiles = false;
  for await (const entry of entries) {
    if (context.signal?.aborted === true) throw new LodeError("CANCELLED", `Cannot finish '${file}': cancelled`);
    const object = parseObjectName(entry.name);
    if (object === undefined) throw bundleInvalid(file, `the entry ${JSON.stringify(entry.name)} is not an object`);
    if (afterFiles && !isDirOid(object.oid)) throw bundleInvalid(file, "a file comes after a directory");
    afterFiles = isDirOid(object.oid);
    if (await storeEntry(work, object, entry)) counts.added++;
    counts.done++;
    context.onEvent?.({ type: "progress", task: "store", unit: "files", done: counts.done, total });
  }
  return counts;
}

async function readIndex(file: string, entry: BundleEntry): Promise<BundleIndex> {
  if (entry.name !== BUNDLE_INDEX_NAME || entry.sizeBytes > MAX_INDEX_BYTES) {
    throw bundleInvalid(file, "it is not a bundle of Lode");
  }
  const index = parseBundleIndex(await readAll(entry));
  if (typeof index === "string") throw bundleInvalid(file, index);
  return index;
}

async function readAll(entry: BundleEntry): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of entry.content()) parts.push(part);
  return Buffer.concat(parts);
}

/** @returns whether the cache did not have it */
async function storeEntry(work: Unpacking, object: BundledObject, entry: BundleEntry): Promise<boolean> {
  const { oid, hashName } = object;
  const store = storeOf(work.project.cache, hashName);
  if ((await findMissing(store, [oid])).length === 0) return false;
  if (isDirOid(oid)) await storeManifest(work, object, entry);
  else if (entry.sizeBytes <= SMALL_BYTES) await putBytes(store, oid, await readAll(entry));
  else await putStream(store, Readable.from(entry.content()), oid);
  return true;
}

async function storeManifest({ project, file }: Unpacking, { oid, hashName }: BundledObject, entry: BundleEntry) {
  if (entry.sizeBytes > MAX_MANIFEST_BYTES) throw bundleInvalid(file, `the listing '${oid}' is too large`);
  const store = storeOf(project.cache, hashName);
  const bytes = await readAll(entry);
  if (hashBytes(bytes, hashName) !== digestOf(oid)) throw bundleInvalid(file, `the listing '${oid}' is damaged`);
  const members = parseManifest(bytes, oid).map((member) => member.oid);
  const missing = await findMissing(store, members, { check: "names" });
  if (missing.length > 0) throw membersMissing(file, missing);
  await putBytes(store, oid, bytes);
}

function membersMissing(file: string, oids: readonly Oid[]): LodeError {
  const count = oids.length === 1 ? "1 object is" : `${oids.length} objects are`;
  return new LodeError("OBJECTS_MISSING", `Cannot unpack '${file}': ${count} neither in it nor in the cache`, {
    hint: "It was made with --since: unpack the bundles before it first.",
    details: { oids },
  });
}
