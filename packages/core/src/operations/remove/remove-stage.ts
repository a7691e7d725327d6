import type { GitChanges } from "../../project/git-changes.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { checkStageRecord, removeStageRecord } from "../../project/remove-stage-record.ts";
import { isRepoImport, type Stage } from "../../project/stage.ts";
import { lockedPaths } from "../../project/workspace/locked-paths.ts";
import { releaseOutput } from "../../project/workspace/release-output.ts";
import { removeOutput } from "../../project/workspace/remove-output.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";

/** How a stage is removed. */
export interface RemoveStageContext {
  readonly changes: GitChanges;
  /** Whether the data of its outputs are removed as well. */
  readonly outs: boolean;
}

/**
 * Removes a stage:
 *
 * 1. The data of its outputs go, or are left to the user.
 * 2. Git ignores them no more.
 * 3. The record goes last, so that a run that was ended early can be repeated.
 *
 * @throws STAGE_PARAMETRIZED before anything changes; LOCK_HELD, PATH_BEHIND_LINK, IO_FAILED
 */
export async function removeStage(workspace: Workspace, stage: Stage, context: RemoveStageContext): Promise<void> {
  const { project } = workspace;
  checkStageRecord(project, stage);
  const paths = lockedPaths(workspace, [stage], { deps: "none", outs: "write" });
  await withPathLock(project, paths, async () => {
    for (const output of stage.outs) {
      await (context.outs ? removeOutput(workspace, output) : releaseOutput(workspace, output));
    }
    for (const { location, cached } of stage.outs) {
      if (location.kind === "inside" && (cached || isRepoImport(stage))) context.changes.unignore(location.path);
    }
    removeStageRecord(project, stage);
  });
}
