import { dirname, join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { findManifestEntry, manifestHas } from "../../formats/manifest/manifest-subtree.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { selfAndParents } from "../../project/project-index.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { recordedManifest } from "../../project/workspace/recorded-manifest.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { checkNewOutput, refuseLinks } from "../../project/workspace/target-path.ts";
import { fullPath, memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { scanManifest } from "../../worktree/digest/scan-manifest.ts";
import { isScan } from "../../worktree/scan/scan.ts";
import { renameData } from "../move/rename-data.ts";
import { changeListing, recordListing } from "./change-listing.ts";
import { type PartMove, planPartMove } from "./part-move.ts";
import { removeEmptyParents } from "./remove-empty-parents.ts";
import type { TrackedDirectory } from "./tracked-directory.ts";

/** What is moved in a tracked directory. Paths are relative to it. */
export interface PartMoveOptions {
  readonly from: RelPath;
  /** `""` is the directory itself. */
  readonly to: string;
  readonly changes: GitChanges;
}

/**
 * Moves a path in a tracked directory, of which nothing has to be here: only its listing is read, from the remote if
 * need be.
 *
 * 1. The new listing goes into the cache.
 * 2. Files that are here are renamed, whether they are as recorded or not.
 * 3. The `.dvc` file is written.
 *
 * A run that was ended early can be repeated.
 *
 * @throws PATH_NOT_FOUND, PATH_EXISTS, PATH_OCCUPIED, PATH_BEHIND_LINK, OUTPUT_IGNORED, MANIFEST_MISSING before anything
 *   changes; LOCK_HELD, IO_FAILED
 */
export async function movePart(
  workspace: Workspace,
  directory: TrackedDirectory,
  options: PartMoveOptions,
): Promise<PartMove> {
  const { project } = workspace;
  const full = fullPath(workspace, directory.output.location);
  return withPathLock(project, { read: [], write: [full] }, async () => {
    const { from, to, changes } = options;
    const before = await recordedManifest(workspace, directory.output);
    const isFolderHere = lstatPath(join(full, from)) !== undefined && isDirectory(join(full, to));
    const move = planPartMove(directory, { before, from, to, isFolderHere });
    await checkDestination(workspace, directory, { ...move, from: `${directory.path}/${from}`, before });
    const manifest = buildManifest([...move.rest, ...move.moved], directory.path);
    const sizeBytes = directory.output.entry.size;
    const changed = await changeListing(workspace, directory, { manifest, sizeBytes });
    renameHere(project.rootDir, { directory, move, record: () => recordListing(workspace, changed, changes) });
    return move;
  });
}

/** What goes to a place in a tracked directory. */
export interface Arrival {
  /** Where it comes from, from the project's root. */
  readonly from: string;
  /** In the directory. */
  readonly to: RelPath;
  /** The files, with their paths in the directory. */
  readonly moved: Manifest;
  /** What the directory has; nothing may be at the place, nor a file above it. */
  readonly before: Manifest;
}

/**
 * Makes sure that there is room for what comes to a tracked directory. What an early end has left there counts as room.
 *
 * @throws PATH_EXISTS, PATH_OCCUPIED, PATH_BEHIND_LINK, OUTPUT_IGNORED
 */
export async function checkDestination(
  workspace: Workspace,
  directory: TrackedDirectory,
  arrival: Arrival,
): Promise<void> {
  const { from, to, moved, before } = arrival;
  const { path } = directory;
  const seeList = `Choose another path; see what is there with \`lode list . ${path}\`.`;
  const fail = (code: "PATH_EXISTS" | "PATH_OCCUPIED", state: string, hint = seeList) =>
    new LodeError(code, `Cannot move '${from}' to '${path}/${to}': ${state}`, { hint, details: { path, from, to } });
  if (manifestHas(before, to)) throw fail("PATH_EXISTS", "something is there already");
  const file = [...selfAndParents(to)].find((parent) => findManifestEntry(before, parent) !== undefined);
  if (file !== undefined) throw fail("PATH_OCCUPIED", `'${path}/${file}' is a file`);
  const destination = `${path}/${to}` as RelPath;
  refuseLinks(workspace.project, destination, `move '${from}'`);
  await checkNewOutput(workspace, destination, moved[0]?.relpath === to ? "file" : "dir");
  const { rootDir } = workspace.project;
  if (lstatPath(join(rootDir, destination)) === undefined) return;
  const isGone = lstatPath(join(rootDir, from)) === undefined;
  if (isGone && (await isMoved(workspace, directory, { to, moved }))) return;
  throw fail("PATH_EXISTS", "a file is there", "Choose another name, or move that away first.");
}

/** Whether what is at the new place is what the listing has at the old one: what an early end has left. */
async function isMoved(
  workspace: Workspace,
  { output }: TrackedDirectory,
  { to, moved }: Pick<Arrival, "to" | "moved">,
): Promise<boolean> {
  const found = await scanLocation(workspace, output.location, { within: to });
  if (!isScan(found)) return false;
  const memory = { ...memoryOf(workspace, output.location, "md5"), partial: true };
  const there = scanManifest(await hashScan(found, { hashName: "md5", memory, run: workspace.run }));
  return (
    there.length === moved.length &&
    there.every(({ relpath, oid }, i) => {
      return relpath === moved[i]?.relpath && oid === moved[i]?.oid;
    })
  );
}

interface RenameJob {
  readonly directory: TrackedDirectory;
  readonly move: PartMove;
  /** Writes what says where the files are now. */
  readonly record: () => void;
}

/** If the record cannot be written, the files go back. */
function renameHere(rootDir: string, { directory, move, record }: RenameJob): void {
  const base = join(rootDir, directory.path);
  const source = `${directory.path}/${move.from}`;
  const destination = `${directory.path}/${move.to}`;
  const isHere = lstatPath(join(base, move.from)) !== undefined;
  if (isHere) ensureDir(dirname(join(base, move.to)));
  renameData(rootDir, { source, destination });
  try {
    record();
  } catch (error) {
    if (isHere) renameData(rootDir, { source: destination, destination: source });
    throw error;
  }
  if (isHere) removeEmptyParents(base, move.from);
}
