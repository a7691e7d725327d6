import type { RunContext } from "../../base/events.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { type GitChanges, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { type CommitStageOptions, commitStage } from "./commit-stage.ts";

/** What is committed, and how. */
export interface CommitOptions extends SelectOptions, CommitStageOptions {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
}

/** What was committed. */
export interface CommitResult {
  /** Stages, as seen from the current folder. */
  readonly committed: readonly string[];
}

/**
 * Records what is there as the new state of stages, and puts their outputs into the cache. Targets are committed one
 * after the other; if one fails, the ones before it stay committed. Nothing is staged in Git, as in DVC.
 *
 * @throws TARGET_UNKNOWN, LOCK_HELD, and what commitStage throws
 */
export function commit(project: Project, options: CommitOptions, run: RunContext): Promise<CommitResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, run);
    const committed: string[] = [];
    const targets = options.targets ?? [];
    for (const group of targets.length === 0 ? [[]] : targets.map((target) => [target])) {
      const selections = await selectTargets({ project, index: () => loadIndex(project) }, group, options);
      for (const selection of selections) {
        const work = (changes: GitChanges) => commitStage(selection, { workspace, changes, options });
        await withGitChanges(project, work, { autostage: false });
        committed.push(cwdAddress(project, selection.stage));
      }
    }
    return { committed };
  });
}
