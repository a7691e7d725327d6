import type { RelPath } from "../base/rel-path.ts";
import type { Output } from "./output.ts";
import type { Stage } from "./stage.ts";

/** An output together with the stage that owns it. */
export interface OwnedOutput {
  readonly stage: Stage;
  readonly output: Output;
}

/** All stages of a project, in the order in which the walk found them, with their outputs by path. */
export interface ProjectIndex {
  readonly stages: readonly Stage[];
  /** Outputs inside the project by path. Of two with the same path, the first one. */
  readonly byPath: ReadonlyMap<RelPath, OwnedOutput>;
}

/** Makes an index of stages; nothing is checked. */
export function makeIndex(stages: readonly Stage[]): ProjectIndex {
  const byPath = new Map<RelPath, OwnedOutput>();
  for (const owned of ownedOutputs(stages)) {
    const { location } = owned.output;
    if (location.kind === "inside" && !byPath.has(location.path)) byPath.set(location.path, owned);
  }
  return { stages, byPath };
}

/** Lists the outputs of stages with their owners. */
export function* ownedOutputs(stages: Iterable<Stage>): Generator<OwnedOutput> {
  for (const stage of stages) {
    for (const output of stage.outs) yield { stage, output };
  }
}

/** Finds the output that is at a path or that the path lies in. */
export function findOutputAround(index: ProjectIndex, path: RelPath): OwnedOutput | undefined {
  for (const candidate of selfAndParents(path)) {
    const owned = index.byPath.get(candidate);
    if (owned !== undefined) return owned;
  }
  return undefined;
}

/** Lists a path and the folders that it lies in, innermost first, without the root. */
export function* selfAndParents(path: RelPath): Generator<RelPath> {
  yield path;
  for (let slash = path.lastIndexOf("/"); slash > 0; slash = path.lastIndexOf("/", slash - 1)) {
    // A prefix of a RelPath that ends before a slash is one too.
    yield path.slice(0, slash) as RelPath;
  }
}
