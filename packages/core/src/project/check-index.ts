import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { checkCycles } from "./check-cycles.ts";
import { type OwnedOutput, ownedOutputs, type ProjectIndex, selfAndParents } from "./project-index.ts";

/**
 * Checks the rules that hold between stages: no path is the output of two stages, no output lies in another, no stage
 * file lies in an output, and nothing depends on itself. Linear in the number of stages.
 *
 * @throws OUTPUT_DUPLICATE, OUTPUT_OVERLAP, STAGE_FILE_IN_OUTPUT, STAGE_CYCLE
 */
export function checkIndex(index: ProjectIndex): void {
  checkOutputs(index);
  checkCycles(index);
}

/**
 * Checks that outputs do not stand in each other's way: what checkout and saving rely on.
 *
 * @throws OUTPUT_DUPLICATE, OUTPUT_OVERLAP, STAGE_FILE_IN_OUTPUT
 */
export function checkOutputs(index: ProjectIndex): void {
  for (const owned of ownedOutputs(index.stages)) {
    if (owned.output.location.kind === "inside") checkOutput(index, owned, owned.output.location.path);
  }
  for (const stage of index.stages) checkStageFile(index, stage.file);
}

function checkOutput(index: ProjectIndex, owned: OwnedOutput, path: RelPath): void {
  const first = index.byPath.get(path);
  if (first !== undefined && first.output !== owned.output) {
    throw new LodeError(
      "OUTPUT_DUPLICATE",
      `Cannot use the project: output '${path}' is specified in '${first.stage.address}' and in '${owned.stage.address}'`,
      { hint: "Remove one of the two.", details: { path, stages: [first.stage.address, owned.stage.address] } },
    );
  }
  for (const parent of selfAndParents(path)) {
    const other = parent === path ? undefined : index.byPath.get(parent);
    if (other !== undefined) throw overlapError(parent, other, { path, owned });
  }
}

function overlapError(
  outer: RelPath,
  outerOwner: OwnedOutput,
  inner: { path: RelPath; owned: OwnedOutput },
): LodeError {
  return new LodeError(
    "OUTPUT_OVERLAP",
    `Cannot use the project: the paths for outs '${outer}' ('${outerOwner.stage.address}') and ` +
      `'${inner.path}' ('${inner.owned.stage.address}') overlap and are thus in the same tracked directory`,
    {
      hint: "Track either the directory or the path in it, not both.",
      details: { outer, inner: inner.path, stages: [outerOwner.stage.address, inner.owned.stage.address] },
    },
  );
}

function checkStageFile(index: ProjectIndex, file: RelPath): void {
  for (const parent of selfAndParents(file)) {
    const owner = index.byPath.get(parent);
    if (owner !== undefined) {
      throw new LodeError(
        "STAGE_FILE_IN_OUTPUT",
        `Cannot use the project: '${file}' is within an output '${parent}' of '${owner.stage.address}'`,
        { hint: `Move '${file}' out of '${parent}'.`, details: { file, output: parent } },
      );
    }
  }
}
