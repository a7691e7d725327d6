import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import type { OwnedOutput, ProjectIndex } from "../../project/project-index.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { moveOutput } from "./move-output.ts";
import { type MoveOptions, resolveMove } from "./move-paths.ts";

/** What was moved. Paths are relative to the current folder. */
export interface MoveResult {
  readonly from: string;
  readonly to: string;
  /** The file that records it now. */
  readonly dvcFile: string;
  readonly git: GitOutcome;
}

/**
 * Moves or renames what is tracked, and its record with it.
 *
 * @throws OUTPUT_NOT_FOUND, LOCK_HELD, and what resolveMove and moveOutput throw
 */
export function move(project: Project, options: MoveOptions, run: RunContext): Promise<MoveResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, run);
    const index = await loadIndex(project);
    const paths = resolveMove(project, index, options);
    const owned = requireOutput(index, paths.source);
    const work = await withGitChanges(project, (changes) => moveOutput(workspace, owned, { index, paths, changes }));
    const { source, destination } = paths;
    const dvcFile = cwdPath(project, work.result.file);
    return { from: cwdPath(project, source), to: cwdPath(project, destination), dvcFile, git: work.git };
  });
}

function requireOutput({ byPath, stages }: ProjectIndex, path: RelPath): OwnedOutput {
  const owned = byPath.get(path);
  if (owned !== undefined) return owned;
  const outs = stages.find(({ file }) => file === path)?.outs.map(({ entry }) => `'${entry.path}'`) ?? [];
  throw new LodeError("OUTPUT_NOT_FOUND", `Cannot move '${path}': no .dvc file tracks it`, {
    hint:
      outs.length > 0
        ? `Move what it tracks: ${outs.join(", ")}.`
        : "See what is tracked with `lode list -R --dvc-only .`.",
    details: { path },
  });
}
