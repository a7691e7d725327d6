import type { RunContext } from "../../base/events.ts";
import type { LodeError } from "../../base/lode-error.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { fileModes, PERMISSIONS } from "../../fs/file-modes.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { confirmStored } from "../../store/confirm-stored.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { type StoreStamp, storeStamp } from "../../store/store-stamp.ts";
import { isKnownComplete, isWorthRemembering, rememberComplete } from "../digest/completeness.ts";
import type { DigestMemory } from "../digest/digest-memory.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import type { DirState, OutputState } from "../digest/output-state.ts";
import { rememberDigests } from "../digest/recall-digests.ts";
import { fileState, rememberTreeOf, treeState } from "../digest/summarize-scan.ts";
import { recallTree } from "../digest/tree-fact.ts";
import { checkTrackable } from "../scan/check-trackable.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { absoluteDir, pathIn, type Scan } from "../scan/scan.ts";
import { mayNeedRelink, relinkScan } from "./relink-scan.ts";
import { storeScan } from "./store-scan.ts";

/** What saving of an output needs. */
export interface SaveContext {
  readonly store: ObjectStore;
  /** Undefined: every file is read, and nothing is remembered. */
  readonly memory: DigestMemory | undefined;
  /** Whether files are linked to their objects anew, in the way that the store's link types ask for. */
  readonly relink: boolean;
  readonly run: RunContext;
}

/** What was saved. */
export interface SavedOutput {
  readonly state: OutputState;
  /** Of a directory in which something was to be done, or of which only a part was scanned. */
  readonly manifest: Manifest | undefined;
  /** Why files could not be linked to their objects; their content is saved, and they are as they were. */
  readonly linkFailures: readonly LodeError[];
}

/**
 * Saves what was scanned into a store.
 *
 * 1. If nothing changed since it was last saved, and the store still has it, nothing is to be done.
 * 2. New and changed files are hashed and stored in one pass.
 * 3. The manifest of a directory follows its members, unless only a part of the directory was scanned.
 * 4. Files are linked to their objects; each is replaced by rename, after its object is complete.
 *
 * @throws IGNORE_FILE_IN_OUTPUT, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED; objects that were finished stay
 */
export async function saveScan(scan: Scan, context: SaveContext): Promise<SavedOutput> {
  const { store, memory, relink, run } = context;
  checkTrackable(scan);
  const mayRelink = relink && mayNeedRelink(scan, store);
  const known = mayRelink ? undefined : alreadySaved(scan, context);
  if (known !== undefined) return { state: known, manifest: undefined, linkFailures: [] };
  const hardlink = relink && store.linkTypes[0] === "hardlink" && !isExecutableFile(scan);
  const before = isWorthRemembering({ members: scan.files, memory }) ? storeStamp(store) : undefined;
  // What may replace files is looked at before.
  const check = mayRelink ? "modes" : "known";
  const digested = await storeScan(scan, { store, memory, hardlink, check, run });
  const { state, manifest } = await saveManifest(digested, context);
  const linkFailures = relink ? await relinkScan(digested, { store, run }) : [];
  if (relink && scan.kind === "file") setFileMode(digested, store);
  await rememberSaved(digested, { state, manifest, before }, context);
  return { state, manifest, linkFailures };
}

/** Only a directory is worth the question. One with files that may have to be linked anew is looked at in full. */
function alreadySaved(scan: Scan, { store, memory }: SaveContext): DirState | undefined {
  const state = recallTree(scan, memory);
  if (state === undefined) return undefined;
  return isKnownComplete({ store, manifestOid: state.oid, members: state.files, memory }) ? state : undefined;
}

async function saveManifest(
  digested: DigestedScan,
  { store, memory }: SaveContext,
): Promise<{ readonly state: OutputState; readonly manifest: Manifest | undefined }> {
  if (digested.scan.kind === "file") return { state: fileState(digested), manifest: undefined };
  const { state, object } = treeState(digested);
  if (memory?.partial !== true) await putBytes(store, object.oid, object.bytes);
  return { state, manifest: object.manifest };
}

/**
 * Remembers that nothing is to be done next time; after relinking, which changes what tells that a file is the same.
 * Meanwhile the store is looked at once more, where what was stored has changed it.
 */
async function rememberSaved(
  digested: DigestedScan,
  { state, manifest, before }: SavedState,
  { store, memory }: SaveContext,
): Promise<void> {
  if (before === undefined || manifest === undefined) return await rememberFiles(digested, state, memory);
  const oids = [state.oid, ...manifest.map(({ oid }) => oid)];
  const looking = confirmStored(store, oids, before);
  const [{ absent, stamp }] = await Promise.all([looking, rememberFiles(digested, state, memory)]);
  if (absent.length > 0) return;
  rememberComplete({ store, manifestOid: state.oid, members: manifest.length, memory }, stamp);
}

interface SavedState extends Pick<SavedOutput, "state" | "manifest"> {
  /** Of the store, before its objects were looked for; undefined if this is not worth remembering. */
  readonly before: StoreStamp | undefined;
}

async function rememberFiles(
  digested: DigestedScan,
  state: OutputState,
  memory: DigestMemory | undefined,
): Promise<void> {
  rememberDigests(digested, memory);
  if (state.kind === "dir") rememberTreeOf(digested, state, memory);
}

/** The mode of a hard link is that of its object, so that an executable file cannot be one. */
function isExecutableFile({ kind, dirs }: Scan): boolean {
  return kind === "file" && isExecutable(dirs[0]?.stats.modes[0] ?? 0);
}

/**
 * Gives a single tracked file that is a copy the mode of new files, and its owner the execute bit if anybody had one:
 * DVC makes such a file anew, with this effect. Members of a directory keep their modes, in both.
 */
function setFileMode({ scan }: DigestedScan, { linkTypes, shared }: ObjectStore): void {
  const [dir] = scan.dirs;
  if (dir === undefined) return;
  const path = absoluteDir(scan, pathIn(dir, dir.stats.names[0] ?? ""));
  // The scan may be older than the link to its object.
  const stat = lstatPath(path);
  if (stat === undefined || !stat.isFile() || stat.nlink !== 1n) return;
  const mode = Number(stat.mode) & PERMISSIONS;
  const wanted = fileModes(linkTypes[0] === "copy" ? shared : undefined).file | (isExecutable(mode) ? 0o100 : 0);
  if (mode !== wanted) trySetMode(path, wanted);
}
