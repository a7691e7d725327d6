import { compareCodePoints } from "../base/code-point-order.ts";
import type { RelPath } from "../base/rel-path.ts";
import { findOutputAround, type ProjectIndex } from "./project-index.ts";
import type { Stage } from "./stage.ts";

/** Which stages each stage depends on, through outputs equal to, containing, or contained in a dependency. */
export type StageGraph = ReadonlyMap<Stage, ReadonlySet<Stage>>;

/** Builds the graph of an index. Imports from other repositories and databases add no edges. */
export function stageGraph(index: ProjectIndex): StageGraph {
  const paths = [...index.byPath.keys()].sort(compareCodePoints);
  return new Map(index.stages.map((stage) => [stage, upstream(index, paths, stage)]));
}

function upstream(index: ProjectIndex, sortedPaths: readonly RelPath[], stage: Stage): ReadonlySet<Stage> {
  const found = new Set<Stage>();
  for (const { location } of stage.deps) {
    if (location?.kind !== "inside") continue;
    const around = findOutputAround(index, location.path);
    if (around !== undefined) found.add(around.stage);
    for (const path of below(sortedPaths, location.path)) {
      const owned = index.byPath.get(path);
      if (owned !== undefined) found.add(owned.stage);
    }
  }
  return found;
}

/** The paths that lie in a folder, by binary search in the sorted list. */
function* below(sortedPaths: readonly RelPath[], folder: RelPath): Generator<RelPath> {
  const prefix = `${folder}/`;
  let low = 0;
  let high = sortedPaths.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareCodePoints(sortedPaths[middle] ?? "", prefix) < 0) low = middle + 1;
    else high = middle;
  }
  for (let i = low; i < sortedPaths.length; i++) {
    const path = sortedPaths[i];
    if (path === undefined || !path.startsWith(prefix)) return;
    yield path;
  }
}

/** Lists stages with all that they depend on, dependencies first. */
export function withUpstream(graph: StageGraph, stages: Iterable<Stage>): readonly Stage[] {
  const done = new Set<Stage>();
  const visit = (stage: Stage): void => {
    if (done.has(stage)) return;
    done.add(stage);
    for (const dependency of graph.get(stage) ?? []) visit(dependency);
    ordered.push(stage);
  };
  const ordered: Stage[] = [];
  for (const stage of stages) visit(stage);
  return ordered;
}
