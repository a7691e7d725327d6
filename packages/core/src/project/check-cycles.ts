import { LodeError } from "../base/lode-error.ts";
import type { ProjectIndex } from "./project-index.ts";
import type { Stage } from "./stage.ts";
import { type StageGraph, stageGraph } from "./stage-graph.ts";

/**
 * Refuses stages that depend on themselves, directly or through others.
 *
 * @throws STAGE_CYCLE naming the stages of one cycle in order
 */
export function checkCycles(index: ProjectIndex): void {
  if (!index.stages.some((stage) => stage.deps.length > 0)) return;
  const graph = stageGraph(index);
  const state = new Map<Stage, "open" | "done">();
  for (const stage of index.stages) visit(graph, state, [stage]);
}

/** Depth first; the last stage of the trail is the one to visit. */
function visit(graph: StageGraph, state: Map<Stage, "open" | "done">, trail: readonly Stage[]): void {
  const stage = trail.at(-1);
  if (stage === undefined || state.get(stage) === "done") return;
  if (state.get(stage) === "open") throw cycleError(trail, stage);
  state.set(stage, "open");
  for (const next of graph.get(stage) ?? []) visit(graph, state, [...trail, next]);
  state.set(stage, "done");
}

function cycleError(trail: readonly Stage[], closing: Stage): LodeError {
  const cycle = trail.slice(trail.indexOf(closing)).map((stage) => stage.address);
  return new LodeError(
    "STAGE_CYCLE",
    `Cannot use the project: the same item is both a dependency and an output, through ${cycle.map((a) => `'${a}'`).join(" → ")}`,
    { hint: "Break the cycle by removing one of these dependencies.", details: { stages: cycle } },
  );
}
