import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitChanges, type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import type { OwnedOutput, ProjectIndex } from "../../project/project-index.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { moveAcross } from "../edit-part/move-across.ts";
import { movePart } from "../edit-part/move-part.ts";
import { type TrackedDirectory, trackedDirectoryAround, trackedDirectoryAt } from "../edit-part/tracked-directory.ts";
import { moveOutput } from "./move-output.ts";
import { type MoveOptions, pathInProject, resolveDestination, resolveSource } from "./move-paths.ts";

/** What was moved. Paths are relative to the current folder. */
export interface MoveResult {
  readonly from: string;
  readonly to: string;
  /** The file that records it now. */
  readonly dvcFile: string;
  readonly git: GitOutcome;
}

/**
 * Moves or renames what is tracked, and its record with it. A path in a tracked directory moves within that directory,
 * or to another one, of which nothing has to be here.
 *
 * @throws OUTPUT_NOT_FOUND, PART_LEAVES_DIRECTORY, LOCK_HELD, and what resolving of the paths, moveOutput, movePart and
 *   moveAcross throw
 */
export function move(project: Project, options: MoveOptions, run: RunContext): Promise<MoveResult> {
  return withProjectLock(project, async () => {
    using workspace = openWorkspace(project, run);
    const index = await loadIndex(project);
    const source = resolveSource(project, options.from);
    const { result, git } = await withGitChanges(project, (changes) => {
      return moveTracked(workspace, { index, source, to: options.to, changes });
    });
    const to = cwdPath(project, result.destination);
    return { from: cwdPath(project, source), to, dvcFile: cwdPath(project, result.dvcFile), git };
  });
}

interface MoveJob {
  readonly index: ProjectIndex;
  readonly source: RelPath;
  /** As given. */
  readonly to: string;
  readonly changes: GitChanges;
}

interface Moved {
  readonly destination: string;
  readonly dvcFile: string;
}

async function moveTracked(workspace: Workspace, { index, source, to, changes }: MoveJob): Promise<Moved> {
  const { project } = workspace;
  const attempt = `move '${cwdPath(project, source)}'`;
  const directory = index.byPath.has(source) ? undefined : trackedDirectoryAround(index, source, attempt);
  if (directory === undefined) {
    const owned = requireOutput(index, source);
    const destination = resolveDestination(project, index, { source, to });
    const { file } = await moveOutput(workspace, owned, { index, paths: { source, destination }, changes });
    return { destination, dvcFile: file };
  }
  // What follows a folder and a slash in a RelPath is one itself.
  const from = source.slice(directory.path.length + 1) as RelPath;
  const destination = pathInProject(project, to);
  if (destination !== directory.path && !destination.startsWith(`${directory.path}/`)) {
    const target = isRelPath(destination) ? trackedDirectoryAt(index, destination, attempt) : undefined;
    if (target === undefined) throw leavesDirectory({ source, destination }, directory);
    const inside = destination.slice(target.path.length + 1);
    const place = await moveAcross(workspace, { source: directory, from, target, to: inside, changes });
    return { destination: `${target.path}/${place}`, dvcFile: target.stage.file };
  }
  const moved = await movePart(workspace, directory, {
    from,
    to: destination.slice(directory.path.length + 1),
    changes,
  });
  return { destination: `${directory.path}/${moved.to}`, dvcFile: directory.stage.file };
}

function leavesDirectory(
  { source, destination }: { readonly source: RelPath; readonly destination: string },
  { path }: TrackedDirectory,
): LodeError {
  return new LodeError(
    "PART_LEAVES_DIRECTORY",
    `Cannot move '${source}' to '${destination}': it is a part of '${path}', and no tracked directory is there`,
    {
      hint: `Move it within '${path}' or to another tracked directory, or take it out with \`lode remove\` and add it.`,
      details: { source, destination, directory: path },
    },
  );
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
