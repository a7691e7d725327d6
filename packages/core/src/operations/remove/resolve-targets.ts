import { isLodeError } from "../../base/lode-error.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import { loadIndex } from "../../project/load-index.ts";
import { loadTargetStages } from "../../project/load-target-stages.ts";
import type { Project } from "../../project/project.ts";
import { projectPath } from "../../project/select-targets.ts";
import type { Stage } from "../../project/stage.ts";
import { type TrackedDirectory, trackedDirectoryAround } from "../edit-part/tracked-directory.ts";

/** What one target, or several that belong together, stand for. */
export type ResolvedTargets = ResolvedStages | ResolvedPaths;

interface ResolvedStages {
  readonly kind: "stages";
  /** How many targets this is. */
  readonly count: number;
  readonly stages: readonly Stage[];
}

/** Paths in one tracked directory. */
export interface ResolvedPaths {
  readonly kind: "paths";
  /** How many targets this is. */
  readonly count: number;
  readonly directory: TrackedDirectory;
  /** In the directory. */
  readonly paths: readonly RelPath[];
}

/**
 * Finds out what a target stands for: stages, or else a path in a tracked directory, which is taken together with the
 * targets behind it that are in the same one. The whole project is read only for the latter.
 *
 * @throws TARGET_UNKNOWN, and what loadTargetStages and trackedDirectoryAround throw
 */
export async function resolveTargets(
  project: Project,
  targets: readonly string[],
  position: number,
): Promise<ResolvedTargets> {
  const target = targets[position] ?? "";
  try {
    return { kind: "stages", stages: await loadTargetStages(project, target), count: 1 };
  } catch (error) {
    if (!isLodeError(error, "TARGET_UNKNOWN")) throw error;
    const directory = await directoryAround(project, target);
    if (directory === undefined) throw error;
    const paths = pathsIn(project, directory, targets.slice(position));
    return { kind: "paths", directory, paths, count: paths.length };
  }
}

async function directoryAround(project: Project, target: string): Promise<TrackedDirectory | undefined> {
  const path = projectPath(project, target);
  if (path === undefined || !isRelPath(path)) return undefined;
  return trackedDirectoryAround(await loadIndex(project), path, `remove '${target}'`);
}

/** The paths of the first targets that are in a directory, up to one that is not. */
function pathsIn(project: Project, { path }: TrackedDirectory, targets: readonly string[]): readonly RelPath[] {
  const paths: RelPath[] = [];
  for (const target of targets) {
    const within = projectPath(project, target)?.slice(path.length + 1);
    const isInside = projectPath(project, target)?.startsWith(`${path}/`) === true;
    if (!isInside || within === undefined || !isRelPath(within)) break;
    paths.push(within);
  }
  return paths;
}
