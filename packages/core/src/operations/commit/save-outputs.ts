import { LodeError } from "../../base/lode-error.ts";
import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import type { Output } from "../../project/output.ts";
import { storeOf } from "../../project/project.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { isRepoImport, type Stage } from "../../project/stage.ts";
import { hashLocation } from "../../project/workspace/hash-location.ts";
import { hashNameToSave } from "../../project/workspace/hash-name-to-save.ts";
import { keepVersions } from "../../project/workspace/keep-versions.ts";
import { withState } from "../../project/workspace/save-state.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import { treeState } from "../../worktree/digest/summarize-scan.ts";
import { type SaveContext, saveScan } from "../../worktree/save/save-scan.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { isScan, type Scan } from "../../worktree/scan/scan.ts";
import { outputMissing } from "../add/add-output.ts";
import { localOutput } from "../status/entry-status.ts";

/** How outputs are hashed. */
export interface HashOutputsOptions {
  readonly changes: GitChanges;
  /** True: outputs of DVC 2 are hashed as DVC 3 does, also if they are unchanged. Default: false. */
  readonly upgrade?: boolean;
}

/**
 * Works out the states of a stage's outputs, and makes Git ignore those that live in the cache.
 *
 * @throws OUTPUT_MISSING, OUTPUT_TRACKED_BY_GIT, and what hashing throws
 */
export async function hashOutputs(
  workspace: Workspace,
  stage: Stage,
  { changes, upgrade = false }: HashOutputsOptions,
): Promise<readonly OutputEntry[]> {
  const saved: OutputEntry[] = [];
  for (const output of stage.outs) {
    const local = localOutput(output);
    if (local === undefined) {
      saved.push(output.entry);
      continue;
    }
    const { location } = local;
    const place = { location, hashName: output.hashName, oid: output.oid };
    const hashName = upgrade ? "md5" : await hashNameToSave(workspace, place);
    const state = await hashLocation(workspace, { ...place, hashName });
    if (state === undefined) throw outputMissing(output.entry.path, "missing");
    if (location.kind === "inside" && (output.cached || isRepoImport(stage))) {
      await refuseTracked(workspace.project, location.path, changes);
      await changes.ignore(location.path);
    }
    const after = withState(output.entry, state, hashName);
    saved.push(await keepVersions(workspace, location, { before: output.entry, after }));
  }
  return saved;
}

/** What of a stage is stored, and how. */
export interface StoreOptions {
  /** Only this path in the tracked directory is asked for. */
  readonly within: string | undefined;
  /** Whether the listing of the directory is the one that was recorded before. */
  readonly isAsRecorded: boolean;
  readonly relink: boolean;
}

/**
 * Puts an output into the cache. A new listing of a directory names all of its files, so that all of them are stored,
 * also if only a part was asked for. Of a listing that was recorded before, the part will do, as in DVC.
 *
 * @throws OUTPUT_MISSING, PATH_NOT_FOUND, and what saving throws
 */
export async function storeOutput(workspace: Workspace, output: Output, options: StoreOptions): Promise<void> {
  const local = localOutput(output);
  if (!output.cached || local === undefined) return;
  const { location } = local;
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) throw outputMissing(output.entry.path, "missing");
  const store = storeOf(workspace.project.cache, output.hashName);
  const memory = memoryOf(workspace, location, output.hashName);
  const context = { store, memory, run: workspace.run };
  if (options.within === undefined) {
    await saveScan(found, { ...context, relink: options.relink });
    return;
  }
  if (options.isAsRecorded) await storeListing(found, context);
  else await saveScan(found, { ...context, relink: false });
  const part = await scanLocation(workspace, location, { within: options.within });
  if (!isScan(part)) throw partMissing(`${location.path}/${options.within}`);
  await saveScan(part, { ...context, memory: { ...memory, partial: true }, relink: options.relink });
}

async function storeListing(scan: Scan, { store, memory, run }: Omit<SaveContext, "relink">): Promise<void> {
  checkTrackable(scan);
  const { oid, bytes } = treeState(await hashScan(scan, { hashName: store.hashName, memory, run })).object;
  await putBytes(store, oid, bytes);
}

function partMissing(path: string): LodeError {
  return new LodeError("PATH_NOT_FOUND", `Cannot commit '${path}': it is not there`, { details: { path } });
}
