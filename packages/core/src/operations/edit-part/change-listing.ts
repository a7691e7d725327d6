import type { Manifest } from "../../formats/manifest/manifest.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { storeManifests } from "../../project/workspace/recorded-manifest.ts";
import { withFields } from "../../project/workspace/save-state.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { manifestObject } from "../../worktree/digest/scan-manifest.ts";
import type { TrackedDirectory } from "./tracked-directory.ts";

/** The new listing of a directory. */
export interface NewListing {
  readonly manifest: Manifest;
  /** The sum of the sizes of its files; undefined if it is not known. */
  readonly sizeBytes: number | undefined;
}

/**
 * Puts the new listing of a directory into the cache, and gives back the directory as it is to be recorded.
 *
 * @throws IO_FAILED
 */
export async function changeListing(
  workspace: Workspace,
  directory: TrackedDirectory,
  { manifest, sizeBytes }: NewListing,
): Promise<TrackedDirectory> {
  const object = manifestObject(manifest);
  await storeManifests(workspace, [object]);
  const entry = withFields(directory.output.entry, {
    checksum: { key: "md5", value: object.oid },
    ...(sizeBytes !== undefined && { size: sizeBytes }),
    nfiles: manifest.length,
    hash: "md5",
  });
  return { ...directory, output: { ...directory.output, entry, oid: object.oid } };
}

/**
 * Writes the `.dvc` file of a directory whose listing has changed.
 *
 * @throws IO_FAILED
 */
export function recordListing({ project }: Workspace, directory: TrackedDirectory, changes: GitChanges): void {
  const { stage, position, output } = directory;
  const { dvcFile, file } = stage;
  if (dvcFile === undefined) throw new TypeError("a tracked directory has no .dvc file");
  const outs = dvcFile.file.outs.with(position, output.entry);
  writeDvcFile(project, file, { content: { ...dvcFile.file, outs }, old: dvcFile });
  changes.track(file);
}
