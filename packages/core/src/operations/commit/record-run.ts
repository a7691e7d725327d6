import type { LockedStage } from "../../formats/pipeline/lock-file.ts";
import { runEntry } from "../../formats/pipeline/run-entry.ts";
import { makeOutput } from "../../project/make-output.ts";
import { cachedRuns } from "../../project/move-runs.ts";
import { storeOf } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { saveScan } from "../../worktree/save/save-scan.ts";
import { isScan } from "../../worktree/scan/scan.ts";
import { isAlwaysChanged } from "../status/stage-status.ts";

/**
 * Notes a run of a stage in DVC's run cache, so that `dvc repro` need not run it again: its dependencies, parameters and
 * outputs as they are now. Outputs that are not kept in the cache are put there all the same, as DVC does.
 *
 * @throws what saving throws, IO_FAILED
 */
export async function recordRun(workspace: Workspace, stage: Stage, locked: LockedStage): Promise<void> {
  if (!canBeRecorded(stage)) return;
  const { cache } = workspace.project;
  for (const entry of locked.outs) {
    const output = makeOutput({ cache: true, push: true, persist: false, ...entry }, stage.wdir);
    const isCached = stage.outs.some((out) => out.entry.path === entry.path && out.cached);
    if (isCached || output.location.kind !== "inside") continue;
    const found = await scanLocation(workspace, output.location);
    const memory = memoryOf(workspace, output.location, output.hashName);
    const store = storeOf(cache, output.hashName);
    if (isScan(found)) await saveScan(found, { store, memory, relink: false, run: workspace.run });
  }
  const run = runEntry(locked);
  const runs = cachedRuns(workspace.project);
  if ((await runs.read(run.path)) === undefined) await runs.write(run.path, Buffer.from(run.text, "utf8"));
}

/** DVC's rule: what the stage needs and makes is all on this machine, and it does not run every time. */
function canBeRecorded(stage: Stage): boolean {
  const { deps, outs, pipeline } = stage;
  if (pipeline === undefined || isAlwaysChanged(stage) || outs.length === 0) return false;
  if (deps.length + pipeline.params.length === 0) return false;
  const isHere = deps.every(({ location }) => location !== undefined && location.kind !== "url");
  return isHere && outs.every(({ location, entry }) => location.kind === "inside" && !entry.persist);
}
