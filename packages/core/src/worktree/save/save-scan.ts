import type { RunContext } from "../../base/events.ts";
import type { LodeError } from "../../base/lode-error.ts";
import { fileModes, PERMISSIONS } from "../../fs/file-modes.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import type { DigestMemory } from "../digest/digest-memory.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import { type OutputState, outputState } from "../digest/output-state.ts";
import { rememberDigests } from "../digest/recall-digests.ts";
import { checkTrackable } from "../scan/check-trackable.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { absoluteDir, pathIn, type Scan } from "../scan/scan.ts";
import { relinkScan } from "./relink-scan.ts";
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
  /** Why files could not be linked to their objects; their content is saved, and they are as they were. */
  readonly linkFailures: readonly LodeError[];
}

/**
 * Saves what was scanned into a store.
 *
 * 1. New and changed files are hashed and stored in one pass.
 * 2. The manifest of a directory follows its members, unless only a part of the directory was scanned.
 * 3. Files are linked to their objects; each is replaced by rename, after its object is complete.
 *
 * @throws IGNORE_FILE_IN_OUTPUT, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED; objects that were finished stay
 */
export async function saveScan(scan: Scan, context: SaveContext): Promise<SavedOutput> {
  const { store, memory, relink, run } = context;
  checkTrackable(scan);
  const hardlink = relink && store.linkTypes[0] === "hardlink" && !isExecutableFile(scan);
  const digested = await storeScan(scan, { store, memory, hardlink, run });
  const state = outputState(digested);
  if (state.kind === "dir" && memory?.partial !== true) await putBytes(store, state.oid, state.bytes);
  const linkFailures = relink ? await relinkScan(digested, { store, run }) : [];
  if (relink && scan.kind === "file") setFileMode(digested, store);
  rememberDigests(digested, memory);
  return { state, linkFailures };
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
