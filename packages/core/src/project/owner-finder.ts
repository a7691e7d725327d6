import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { loadNamedStages } from "./load-named-stages.ts";
import { hasManyStageFiles } from "./many-stage-files.ts";
import type { Project } from "./project.ts";
import {
  findOutputAround,
  type OwnedOutput,
  ownedOutputs,
  type ProjectIndex,
  selfAndParents,
} from "./project-index.ts";
import type { Stage } from "./stage.ts";

/** For each, Git is asked whether it ignores the file: for many, the index is faster. */
const MAX_BY_NAME = 10;

/**
 * Makes a function that finds the output that is at a path or that the path lies in: in the index, but in a project with
 * very many stage files the first ones by the names of `.dvc` files, see findNamedOwner. Then nobody hears of what is
 * wrong with the others.
 *
 * @param index loads the index of the whole project; called once, when it is needed
 */
export function ownerFinder(
  project: Project,
  index: () => Promise<ProjectIndex>,
): (path: RelPath) => Promise<OwnedOutput | undefined> {
  let asked = 0;
  let loading: Promise<ProjectIndex> | undefined;
  // What is not here yet is asked for in one request, with the index.
  let isLarge: Promise<boolean> | undefined = project.tree.prefetch === undefined ? undefined : Promise.resolve(false);
  return async (path) => {
    if (loading === undefined && asked++ < MAX_BY_NAME) {
      isLarge ??= hasManyStageFiles(project.tree);
      const owned = (await isLarge) ? await findNamedOwner(project, path) : undefined;
      if (owned !== undefined) return owned;
    }
    loading ??= index();
    return findOutputAround(await loading, path);
  };
}

/**
 * Finds an output by the `.dvc` files that are named after a path and after the folders on the way to it: where there are
 * 100,000, the others need not be read.
 *
 * @returns undefined unless exactly one of these files is there, and it is one that a walk would find and has that
 *   output: then the index has to tell
 */
async function findNamedOwner(project: Project, path: RelPath): Promise<OwnedOutput | undefined> {
  let found: OwnedOutput | undefined;
  for (const candidate of selfAndParents(path)) {
    // A RelPath with a suffix is one too.
    const file = `${candidate}.dvc` as RelPath;
    if ((await project.tree.lookup(file))?.kind !== "file") continue;
    const owned = found === undefined ? outputAt(await loadIfUsable(project, file), candidate) : undefined;
    if (owned === undefined) return undefined;
    found = owned;
  }
  return found;
}

/** What is wrong with a stage file, the index says with all that it has to say. */
async function loadIfUsable(project: Project, file: RelPath): Promise<readonly Stage[]> {
  try {
    return await loadNamedStages(project, file);
  } catch (error) {
    if (error instanceof LodeError) return [];
    throw error;
  }
}

function outputAt(stages: readonly Stage[], path: RelPath): OwnedOutput | undefined {
  for (const owned of ownedOutputs(stages)) {
    const { location } = owned.output;
    if (location.kind === "inside" && location.path === path) return owned;
  }
  return undefined;
}
