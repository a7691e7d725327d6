import type { HashName, Oid } from "../base/oid.ts";
import { type ProjectCache, storeOf } from "../project/project.ts";
import { addFiles } from "../store/add-files.ts";
import { objectPath } from "../store/object-store.ts";
import { putStream } from "../store/put-stream.ts";
import { statObjects } from "../store/stat-objects.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import type { TransferOutcome } from "../transfer/wanted-objects.ts";
import type { DigestMemory } from "../worktree/digest/digest-memory.ts";
import { fetchSourceObjects } from "./fetch-source-objects.ts";
import type { SourceObject } from "./object-places.ts";
import type { SourceContent, SourceFile } from "./source-item.ts";
import { type DiskFolder, storeDiskFiles } from "./store-disk-files.ts";
import type { StoredFile } from "./stored-file.ts";
import { openTreeStream } from "./tree-stream.ts";

/** Where files of a source are stored. */
export interface StoreTarget {
  /** The cache with which the source was opened. */
  readonly cache: ProjectCache;
  /** By which hash the files are to be named. */
  readonly hashName: HashName;
  /** What is known of the files of a source on this machine. Default: nothing, every file is read. */
  readonly memory?: DigestMemory;
  readonly context: MoveContext;
}

/** What became of files that were to be stored. */
export interface StoredFiles {
  /** In the order of the files; undefined for those whose objects are in none of their places. */
  readonly stored: readonly (StoredFile | undefined)[];
  /** Of the objects of the source; files of its tree are not in it. */
  readonly outcome: TransferOutcome;
}

/**
 * Brings files of a source into a store of a cache. Each is hashed while it streams, and of the source's objects only
 * those move that the cache lacks. Objects of the other hash are named anew.
 *
 * @throws LFS_MISSING, OBJECT_CORRUPT, IO_FAILED; what was stored before stays
 */
export async function storeSourceFiles(files: readonly SourceFile[], target: StoreTarget): Promise<StoredFiles> {
  const outcome = await fetchSourceObjects(objectsOf(files), target.context);
  const bad = new Set([...outcome.missing, ...outcome.failed.map(({ oid }) => oid)]);
  const batch: Batch = { stored: new Array(files.length).fill(undefined), disk: new Map(), paths: [], objects: [] };
  for (const [row, { content }] of files.entries()) {
    const root = content.kind === "tree" ? content.source.diskRoot : undefined;
    if (content.kind === "tree" && root !== undefined) enterDiskFile(batch, root, { row, path: content.path });
    else if (content.kind === "tree") batch.stored[row] = await storeTreeFile(content, target);
    else if (!bad.has(content.object.oid)) enterObject(batch, target, { row, object: content.object });
  }
  await addDiskFiles(batch, target);
  await addPaths(batch, target);
  enterSizes(batch, target, new Set(outcome.transferred));
  return { stored: batch.stored, outcome };
}

/** A loop, since `flatMap` makes an array for each file. */
function objectsOf(files: readonly SourceFile[]): readonly SourceObject[] {
  const objects: SourceObject[] = [];
  for (const { content } of files) if (content.kind === "object") objects.push(content.object);
  return objects;
}

/** Files by the way in which they are stored. */
interface Batch {
  readonly stored: (StoredFile | undefined)[];
  /** Files of work trees on this machine, by the absolute path of the tree. */
  readonly disk: Map<string, Map<string, DiskFolder>>;
  /** Objects of the other hash. */
  readonly paths: { readonly row: number; readonly path: string }[];
  /** Objects that are in the store under their names. */
  readonly objects: { readonly row: number; readonly oid: Oid }[];
}

async function storeTreeFile(
  { source, path }: SourceContent & { readonly kind: "tree" },
  target: StoreTarget,
): Promise<StoredFile> {
  target.context.signal?.throwIfAborted();
  return putStream(storeFor(target), await openTreeStream(source, path));
}

function enterObject(
  { objects, paths }: Batch,
  { cache, hashName }: StoreTarget,
  { row, object }: { readonly row: number; readonly object: SourceObject },
): void {
  const { oid } = object;
  if (object.hashName === hashName) objects.push({ row, oid });
  else paths.push({ row, path: objectPath(storeOf(cache, object.hashName), oid) });
}

function enterDiskFile(
  { disk }: Batch,
  root: string,
  { row, path }: { readonly row: number; readonly path: string },
): void {
  const folders = disk.get(root) ?? new Map<string, DiskFolder>();
  disk.set(root, folders);
  const slash = path.lastIndexOf("/");
  const relpath = path.slice(0, Math.max(slash, 0));
  const folder = folders.get(relpath) ?? { names: [], rows: [] };
  folders.set(relpath, folder);
  folder.names.push(path.slice(slash + 1));
  folder.rows.push(row);
}

async function addDiskFiles({ stored, disk }: Batch, target: StoreTarget): Promise<void> {
  // What is remembered is of one work tree.
  const memory = disk.size === 1 ? target.memory : undefined;
  for (const [root, folders] of disk) {
    await storeDiskFiles(root, folders, {
      target: { store: storeFor(target), memory, run: target.context },
      onStored: (row, file) => {
        stored[row] = file;
      },
    });
  }
}

async function addPaths({ stored, paths }: Batch, target: StoreTarget): Promise<void> {
  if (paths.length === 0) return;
  const { signal } = target.context;
  const digests = await addFiles(
    storeFor(target),
    paths.map(({ path }) => path),
    signal === undefined ? {} : { signal },
  );
  for (const [at, { row }] of paths.entries()) {
    const oid = digests.oids[at];
    if (oid !== undefined) stored[row] = { oid, sizeBytes: digests.sizes[at] ?? 0, isNew: true };
  }
}

function enterSizes({ stored, objects }: Batch, target: StoreTarget, transferred: ReadonlySet<Oid>): void {
  const sizes = statObjects(
    storeFor(target),
    objects.map(({ oid }) => oid),
  );
  for (const [at, { row, oid }] of objects.entries()) {
    stored[row] = { oid, sizeBytes: sizes[at] ?? 0, isNew: transferred.has(oid) };
  }
}

function storeFor({ cache, hashName }: StoreTarget): ProjectCache["current"] {
  return storeOf(cache, hashName);
}
