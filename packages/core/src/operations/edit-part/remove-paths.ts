import { join } from "node:path";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { manifestHas } from "../../formats/manifest/manifest-subtree.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { selfAndParents } from "../../project/project-index.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { checkoutOutputs } from "../../project/workspace/checkout-outputs.ts";
import { recordedManifest } from "../../project/workspace/recorded-manifest.ts";
import { withSetAside } from "../../project/workspace/set-aside.ts";
import { fullPath, type Workspace } from "../../project/workspace/workspace.ts";
import { changeListing, recordListing } from "./change-listing.ts";
import { memberSizes, minus } from "./member-sizes.ts";
import { removeEmptyParents } from "./remove-empty-parents.ts";
import type { TrackedDirectory } from "./tracked-directory.ts";

/** What is removed of a tracked directory, and how. */
export interface PathRemoval {
  /** In the directory. */
  readonly paths: readonly RelPath[];
  /** True: files that are saved nowhere are kept aside; false: they stop everything. */
  readonly outs: boolean;
  readonly changes: GitChanges;
}

/**
 * Removes paths from a tracked directory, of which nothing else has to be here: only its listing is read, from the
 * remote if need be.
 *
 * 1. The new listing goes into the cache.
 * 2. Files that are here go, unless their content is saved nowhere.
 * 3. The `.dvc` file is written.
 *
 * A run that was ended early can be repeated.
 *
 * @throws PATH_NOT_FOUND, FILES_UNSAVED, MANIFEST_MISSING, LOCK_HELD, IO_FAILED; the first three before anything changes
 */
export async function removePaths(
  workspace: Workspace,
  directory: TrackedDirectory,
  removal: PathRemoval,
): Promise<void> {
  const full = fullPath(workspace, directory.output.location);
  await withPathLock(workspace.project, { read: [], write: [full] }, async () => {
    const before = await recordedManifest(workspace, directory.output);
    for (const path of removal.paths) refuseUnknown(directory, { path, before, full });
    const isKept = outsideOf(removal.paths);
    const others = before.filter(isKept);
    const gone = before.filter((entry) => !isKept(entry));
    const isChanged = gone.length > 0;
    const changed = isChanged
      ? await changeListing(workspace, directory, {
          manifest: others,
          sizeBytes: minus(directory.output.entry.size, await memberSizes(workspace, gone)),
        })
      : directory;
    const present = removal.paths.filter((path) => lstatPath(join(full, path)) !== undefined);
    await clearPaths(workspace, changed, { ...removal, paths: present });
    for (const path of present) removeEmptyParents(full, path);
    if (isChanged) recordListing(workspace, changed, removal.changes);
  });
}

function outsideOf(paths: readonly RelPath[]): (entry: { readonly relpath: RelPath }) => boolean {
  const removed = new Set(paths);
  return ({ relpath }) => {
    for (const path of selfAndParents(relpath)) {
      if (removed.has(path)) return false;
    }
    return true;
  };
}

interface Known {
  readonly path: RelPath;
  readonly before: Manifest;
  /** Absolute path of the directory. */
  readonly full: string;
}

/** A file that is here and not in the listing may be what a run that was ended early has left. */
function refuseUnknown(directory: TrackedDirectory, { path, before, full }: Known): void {
  if (manifestHas(before, path) || lstatPath(join(full, path)) !== undefined) return;
  throw new LodeError(
    "PATH_NOT_FOUND",
    `Cannot remove '${directory.path}/${path}': '${directory.path}' does not have it`,
    {
      hint: `See what it has with \`lode list . ${directory.path}\`.`,
      details: { path: `${directory.path}/${path}` },
    },
  );
}

async function clearPaths(
  workspace: Workspace,
  { stage, output }: TrackedDirectory,
  { paths, outs }: PathRemoval,
): Promise<void> {
  const targets = paths.map((within) => ({ stage, output, within }));
  const clear = async () => {
    for (const { left } of await checkoutOutputs(workspace, targets)) {
      for (const path of left) workspace.run.onEvent?.({ type: "warning", message: `'${path}' was left as it is.` });
    }
  };
  if (outs) return withSetAside(workspace, clear);
  await clear().catch((error: unknown) => {
    throw isLodeError(error, "FILES_UNSAVED") ? unsaved(error) : error;
  });
}

function unsaved({ message, details }: LodeError): LodeError {
  const hint = "Save them with `lode add` first, or have them kept aside with --outs.";
  return new LodeError("FILES_UNSAVED", message, { hint, details });
}
