import { appendAll } from "../../base/append-all.ts";
import type { RunContext } from "../../base/events.ts";
import { cwdAddress, cwdPath } from "../../project/cwd-path.ts";
import { type GitChanges, type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { Stage } from "../../project/stage.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { removePaths } from "../edit-part/remove-paths.ts";
import { removeStage } from "./remove-stage.ts";
import { type ResolvedPaths, resolveTargets } from "./resolve-targets.ts";

/** What is removed, and how. */
export interface RemoveOptions {
  /** `.dvc` files, stages, and paths in tracked directories, relative to the current folder. */
  readonly targets: readonly string[];
  /** True: the data of the outputs are removed as well; what is saved nowhere is kept aside. Default: false. */
  readonly outs?: boolean;
}

/** What was removed. */
export interface RemoveResult {
  /** Stages, as seen from the current folder. */
  readonly stages: readonly string[];
  /** Paths in tracked directories, relative to the current folder. */
  readonly paths: readonly string[];
  /** What Git is to know of tracked directories that have changed; of stages nothing is said or staged, as in DVC. */
  readonly git: GitOutcome;
}

/**
 * Stops tracking: stages are removed with their records, and their data are left to the user or removed. A path in a
 * tracked directory is taken out of its listing, and its files are removed; nothing of the directory has to be here.
 *
 * Targets are removed one after the other; if one fails, the ones before it stay removed.
 *
 * @throws TARGET_UNKNOWN, STAGE_NOT_FOUND, STAGE_FILE_NOT_FOUND, LOCK_HELD, and what removeStage and removePaths throw
 */
export function remove(project: Project, options: RemoveOptions, run: RunContext): Promise<RemoveResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, run);
    const { targets, outs = false } = options;
    const done: Done = { stages: [], paths: [], changed: new Set(), staged: false };
    for (let next = 0; next < targets.length; ) {
      const found = await resolveTargets(project, targets, next);
      if (found.kind === "paths") await removeFromDirectory(workspace, found, { outs, done });
      else for (const stage of found.stages) await removeWhole(workspace, stage, { outs, done });
      next += found.count;
    }
    const { stages, paths, changed, staged } = done;
    return { stages, paths, git: { changed: [...changed], staged } };
  });
}

interface Done {
  readonly stages: string[];
  readonly paths: string[];
  readonly changed: Set<string>;
  staged: boolean;
}

interface Progress {
  readonly outs: boolean;
  readonly done: Done;
}

async function removeWhole(workspace: Workspace, stage: Stage, { outs, done }: Progress): Promise<void> {
  const { project } = workspace;
  const work = (changes: GitChanges) => removeStage(workspace, stage, { changes, outs });
  await withGitChanges(project, work, { autostage: false });
  done.stages.push(cwdAddress(project, stage));
}

async function removeFromDirectory(
  workspace: Workspace,
  found: ResolvedPaths,
  { outs, done }: Progress,
): Promise<void> {
  const { project } = workspace;
  const { directory, paths } = found;
  const work = (changes: GitChanges) => removePaths(workspace, directory, { paths, outs, changes });
  const { git } = await withGitChanges(project, work);
  for (const file of git.changed) done.changed.add(file);
  done.staged = git.staged;
  appendAll(
    done.paths,
    paths.map((path) => cwdPath(project, `${directory.path}/${path}`)),
  );
}
