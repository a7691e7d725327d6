import type { RunContext } from "../../base/events.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { withGitChanges } from "../../project/git-changes.ts";
import { loadTargetStages } from "../../project/load-target-stages.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { removeStage } from "./remove-stage.ts";

/** What is removed, and how. */
export interface RemoveOptions {
  /** `.dvc` files and stages, relative to the current folder. */
  readonly targets: readonly string[];
  /** True: the data of the outputs are removed as well; what is saved nowhere is kept aside. Default: false. */
  readonly outs?: boolean;
}

/** What was removed. */
export interface RemoveResult {
  /** Stages, as seen from the current folder. */
  readonly stages: readonly string[];
}

/**
 * Stops tracking: stages are removed with their records, and their data are left to the user or removed. Targets are
 * removed one after the other; if one fails, the ones before it stay removed. Nothing is staged in Git, as in DVC.
 *
 * @throws TARGET_UNKNOWN, STAGE_NOT_FOUND, STAGE_FILE_NOT_FOUND, LOCK_HELD, and what removeStage throws
 */
export function remove(project: Project, options: RemoveOptions, run: RunContext): Promise<RemoveResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, run);
    const removed: string[] = [];
    const { targets, outs = false } = options;
    for (const target of targets) {
      const stages = await loadTargetStages(project, target);
      for (const stage of stages) {
        await withGitChanges(project, (changes) => removeStage(workspace, stage, { changes, outs }), {
          autostage: false,
        });
        removed.push(cwdAddress(project, stage));
      }
    }
    return { stages: removed };
  });
}
