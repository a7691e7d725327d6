import type { RunContext } from "../../base/events.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { parseRelPath, type RelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import type { EntryState } from "../../formats/stage/output-entry.ts";
import { spoolToFile } from "../../fs/spool-to-file.ts";
import { hashBytes } from "../../hash/md5.ts";
import { runAtOnce } from "../../remotes/run-at-once.ts";
import type { IncomingFile, StorageFile } from "../../remotes/storage/remote-storage.ts";
import type { FoundAtUrl } from "../../remotes/storage/url-files.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { putStream } from "../../store/put-stream.ts";
import { batchContext, type MoveContext } from "../../transfer/transfer-progress.ts";
import { type ManifestObject, manifestObject } from "../../worktree/digest/scan-manifest.ts";
import { copiedState } from "./copied-state.ts";
import { dirState, type FileChecksum, fileGone, fileState } from "./storage-state.ts";
import type { StoragePlace } from "./url-place.ts";
import { urlMissing } from "./url-state.ts";
import { watchDownload } from "./watch-download.ts";

/** Data from storage over a network that was brought into a store. */
export interface StoredStorage {
  /** What metadata say of the data where it comes from. */
  readonly dependency: EntryState;
  /** What they say of it here, without what is hidden. */
  readonly output: EntryState;
  readonly hidden: readonly HiddenFile[];
}

/** A file of a directory that is brought along untracked. */
export interface HiddenFile {
  /** From the directory. */
  readonly relpath: RelPath;
  /** Writes it to an absolute path, in a folder that exists. */
  readonly bring: (path: string) => Promise<void>;
}

/** Where the data goes. */
export interface StorageTarget {
  readonly store: ObjectStore;
  /** Which files of a directory are not tracked. Default: none. */
  readonly isHidden?: (relpath: RelPath) => Promise<boolean>;
  /** What is brought. Default: what is there now. */
  readonly found?: FoundAtUrl | undefined;
}

/** Up to this size a file is read into memory whole, which saves three calls of the system. */
const SMALL_BYTES = 1 << 20;

/**
 * Brings data from storage into a store, hashed while it arrives. The manifest of a directory is named last.
 *
 * @throws URL_MISSING, FILE_CHANGED if a file was replaced or removed meanwhile, PATH_HOSTILE, MANIFEST_INVALID, IO_FAILED,
 *   CANCELLED, and what the storage throws
 */
export async function storeStorage(
  place: StoragePlace,
  target: StorageTarget,
  context: MoveContext,
): Promise<StoredStorage> {
  const found = target.found ?? (await place.files.find(context));
  if (found === undefined) throw urlMissing(place);
  if (found.kind === "dir") return storeDir(place, { files: found.files, target }, context);
  const { file } = found;
  const put = (incoming: IncomingFile) => putStream(target.store, watchDownload(incoming, context));
  const object = await place.files.read(file, put, context);
  if (object === undefined) throw fileGone(place, file);
  const dependency = fileState(place, file, file.checksum ?? { key: "md5", value: object.oid });
  return { dependency, output: copiedState({ kind: "file", ...object, executable: false }), hidden: [] };
}

async function storeDir(
  place: StoragePlace,
  { files, target }: { readonly files: readonly StorageFile[]; readonly target: StorageTarget },
  context: MoveContext,
): Promise<StoredStorage> {
  const { store, isHidden = async () => false } = target;
  const all = await storeMembers(place, { files, before: 0, total: files.length }, { store, context });
  const members: StoredMember[] = [];
  const hidden: HiddenFile[] = [];
  for (const member of all) {
    const { relpath, file } = member;
    if (await isHidden(relpath)) hidden.push({ relpath, bring: (path) => bringFile(place, { file, path }, context) });
    else members.push(member);
  }
  const { object, output } = membersState(place, members);
  await putBytes(store, object.oid, object.bytes);
  return { dependency: membersDependency(place, all), output, hidden };
}

/** A file of a directory that is in a store now. */
export interface StoredMember {
  readonly file: StorageFile;
  readonly relpath: RelPath;
  readonly oid: Oid;
  readonly sizeBytes: number;
}

/** Files of a directory, as a part of all. */
export interface MembersPart {
  readonly files: readonly StorageFile[];
  /** How many came before them, and how many there are. */
  readonly before: number;
  readonly total: number;
}

/**
 * Brings files of a directory into a store, several at once, in their order.
 *
 * @throws FILE_CHANGED, PATH_HOSTILE, IO_FAILED, CANCELLED, and what the storage throws
 */
export async function storeMembers(
  place: StoragePlace,
  { files, ...part }: MembersPart,
  { store, context }: { readonly store: ObjectStore; readonly context: MoveContext },
): Promise<readonly StoredMember[]> {
  const stored: StoredMember[] = [];
  const { onProgress } = batchContext(context, "download", part);
  const progress = { files: 0, bytes: 0 };
  onProgress?.(progress);
  await runAtOnce(files.entries(), context.jobs ?? (await place.files.jobs()), async ([row, file]) => {
    const relpath = parseRelPath(file.key);
    const put = await place.files.read(file, (incoming) => putFile(store, incoming), context);
    if (put === undefined) throw fileGone(place, file);
    stored[row] = { file, relpath, ...put };
    progress.files += 1;
    progress.bytes += put.sizeBytes;
    onProgress?.(progress);
  });
  return stored;
}

/** What metadata say of a directory whose files are in a store, and its manifest. @throws MANIFEST_INVALID */
export function membersState(
  { address }: StoragePlace,
  members: readonly StoredMember[],
): { readonly output: EntryState; readonly object: ManifestObject } {
  const object = manifestObject(buildManifest(members, address));
  const sizeBytes = members.reduce((sum, member) => sum + member.sizeBytes, 0);
  return { output: copiedState({ kind: "dir", oid: object.oid, sizeBytes, files: members.length }), object };
}

/** What metadata say of the same directory in its storage. */
export function membersDependency(place: StoragePlace, members: readonly StoredMember[]): EntryState {
  const digests = new Map(members.map(({ file, oid }) => [file.key, oid]));
  const checksumOf = ({ key, checksum }: StorageFile): FileChecksum =>
    checksum ?? { key: "md5", value: digests.get(key) ?? "" };
  return dirState(
    place,
    members.map(({ file }) => file),
    checksumOf,
  );
}

async function putFile(
  store: ObjectStore,
  incoming: IncomingFile,
): Promise<{ readonly oid: Oid; readonly sizeBytes: number }> {
  const { sizeBytes } = incoming;
  if (sizeBytes === undefined || sizeBytes > SMALL_BYTES) return putStream(store, incoming.stream());
  const bytes = await incoming.bytes();
  const oid = parseOid(hashBytes(bytes, store.hashName));
  if (oid === undefined) throw new TypeError("a digest is no id");
  await putBytes(store, oid, bytes);
  return { oid, sizeBytes: bytes.length };
}

/**
 * Writes a file of storage to a path.
 *
 * @throws FILE_CHANGED, IO_FAILED, CANCELLED, and what the storage throws
 */
export async function bringFile(
  place: StoragePlace,
  { file, path }: { readonly file: StorageFile; readonly path: string },
  run: RunContext,
): Promise<void> {
  const write = (incoming: IncomingFile) => spoolToFile(incoming.stream(), path).then(() => true);
  const brought = await place.files.read(file, write, run);
  if (brought === undefined) throw fileGone(place, file);
}
