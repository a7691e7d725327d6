import { dirname, join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import type { Manifest, ManifestEntry } from "../../formats/manifest/manifest.ts";
import { findManifestEntry } from "../../formats/manifest/manifest-subtree.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { recordedManifest } from "../../project/workspace/recorded-manifest.ts";
import { fullPath, type Workspace } from "../../project/workspace/workspace.ts";
import { renameData } from "../move/rename-data.ts";
import { changeListing, recordListing } from "./change-listing.ts";
import { memberSizes, minus, plus } from "./member-sizes.ts";
import { checkDestination } from "./move-part.ts";
import { destinationOf, isBelow, movedEntries } from "./part-move.ts";
import { removeEmptyParents } from "./remove-empty-parents.ts";
import type { TrackedDirectory } from "./tracked-directory.ts";

/** What is moved out of one tracked directory into another. */
export interface AcrossOptions {
  readonly source: TrackedDirectory;
  /** In the source. */
  readonly from: RelPath;
  readonly target: TrackedDirectory;
  /** In the target; `""` is the directory itself. */
  readonly to: string;
  readonly changes: GitChanges;
}

/**
 * Moves a path of a tracked directory into another tracked directory, of which nothing has to be here: only the listings
 * are read, from the remote if need be.
 *
 * 1. Both new listings go into the cache.
 * 2. The `.dvc` file of the target is written: from here on both name the files, so that nothing is ever in neither.
 * 3. Files that are here are renamed, whether they are as recorded or not.
 * 4. The `.dvc` file of the source is written.
 *
 * A run that was ended early can be repeated.
 *
 * @returns the new path in the target
 * @throws PATH_NOT_FOUND, PATH_EXISTS, PATH_OCCUPIED, PATH_BEHIND_LINK, OUTPUT_IGNORED, MANIFEST_MISSING,
 *   OBJECTS_MISSING, PART_LEAVES_DIRECTORY before anything changes; LOCK_HELD, IO_FAILED
 */
export async function moveAcross(workspace: Workspace, options: AcrossOptions): Promise<RelPath> {
  const { source, target, changes } = options;
  refuseSameFile(options);
  const full = [source, target].map(({ output }) => fullPath(workspace, output.location));
  return withPathLock(workspace.project, { read: [], write: full }, async () => {
    const plan = await planAcross(workspace, options);
    const size = await memberSizes(workspace, plan.moved);
    refuseElsewhere(options, size);
    const [taken, given] = [source.output.entry.size, target.output.entry.size];
    const less = await changeListing(workspace, source, { manifest: plan.rest, sizeBytes: minus(taken, size) });
    if (plan.isGiven) return finish(workspace, options, { to: plan.to, less });
    const more = await changeListing(workspace, target, { manifest: plan.all, sizeBytes: plus(given, size) });
    recordListing(workspace, more, changes);
    return finish(workspace, options, { to: plan.to, less });
  });
}

function finish(
  workspace: Workspace,
  { source, from, target, changes }: AcrossOptions,
  { to, less }: { readonly to: RelPath; readonly less: TrackedDirectory },
): RelPath {
  const { rootDir } = workspace.project;
  const base = join(rootDir, source.path);
  const isHere = lstatPath(join(base, from)) !== undefined;
  const destination = `${target.path}/${to}`;
  if (isHere) ensureDir(dirname(join(rootDir, destination)));
  renameData(rootDir, { source: `${source.path}/${from}`, destination });
  if (isHere) removeEmptyParents(base, from);
  recordListing(workspace, less, changes);
  return to;
}

interface AcrossPlan {
  readonly to: RelPath;
  /** The files that move, with their paths in the target. */
  readonly moved: Manifest;
  /** The source without them. */
  readonly rest: Manifest;
  /** The target with them. */
  readonly all: Manifest;
  /** Whether the target has them already: an earlier run was ended early. */
  readonly isGiven: boolean;
}

async function planAcross(
  workspace: Workspace,
  { source, from, target, to: wanted }: AcrossOptions,
): Promise<AcrossPlan> {
  const before = await recordedManifest(workspace, source.output);
  const there = await recordedManifest(workspace, target.output);
  const isFolderHere = isDirectory(join(fullPath(workspace, target.output.location), wanted));
  const given = movedEntries(before, from, wanted);
  // An early end has left them at the very path that was asked for.
  const isThere = (entries: Manifest) => entries.every((entry) => hasEntry(there, entry));
  const isRenamed = given.length > 0 && wanted !== "" && isThere(given);
  const to = isRenamed ? (wanted as RelPath) : destinationOf({ before: there, from, to: wanted, isFolderHere });
  const moved = movedEntries(before, from, to);
  const shown = { from: `${source.path}/${from}`, to: `${target.path}/${to}` };
  if (moved.length === 0) throw notThere(shown.from, source.path);
  const isGiven = isThere(moved);
  await checkDestination(workspace, target, { from: shown.from, to, moved, before: isGiven ? [] : there });
  const isMoved = isBelow(from);
  const rest = before.filter((entry) => !isMoved(entry));
  return { to, moved, rest, all: isGiven ? there : buildManifest([...there, ...moved], target.path), isGiven };
}

function hasEntry(manifest: Manifest, { relpath, oid }: ManifestEntry): boolean {
  return findManifestEntry(manifest, relpath)?.oid === oid;
}

function notThere(path: string, directory: string): LodeError {
  return new LodeError("PATH_NOT_FOUND", `Cannot move '${path}': '${directory}' does not have it`, {
    hint: `See what it has with \`lode list . ${directory}\`.`,
    details: { path },
  });
}

/** Two listings of one file cannot be written one after the other. */
function refuseSameFile({ source, from, target }: AcrossOptions): void {
  if (source.stage.file !== target.stage.file) return;
  throw new LodeError(
    "PART_LEAVES_DIRECTORY",
    `Cannot move '${source.path}/${from}' to '${target.path}': both are tracked by '${source.stage.file}'`,
    { hint: "Take it out with `lode remove` and add it there.", details: { file: source.stage.file } },
  );
}

/** What only another remote has would not be found where the target looks for it. */
function refuseElsewhere({ source, from, target }: AcrossOptions, size: number | undefined): void {
  const [own, other] = [source.output.entry.remote, target.output.entry.remote];
  if (own === other || size !== undefined) return;
  throw new LodeError(
    "OBJECTS_MISSING",
    `Cannot move '${source.path}/${from}' to '${target.path}': its data is not here, and the two have different remotes`,
    { hint: `Bring it with \`lode fetch ${source.path}/${from}\`, so that \`lode push\` can send it there.` },
  );
}
