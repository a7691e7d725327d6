import { LodeError } from "../base/lode-error.ts";
import type { Selection } from "./select-targets.ts";
import { outputsOfSelection } from "./selected-outputs.ts";

/**
 * Refuses outputs that are to be kept in the cache and lie outside of the project: DVC 2 had them, DVC 3 fails on them,
 * and a hostile `.dvc` file must not reach other folders.
 *
 * @throws OUTPUT_OUTSIDE naming the output and its stage
 */
export function refuseOutside(selections: readonly Selection[]): void {
  for (const selection of selections) {
    const outside = outputsOfSelection(selection).find(
      ({ location, entry }) => location.kind === "outside" && entry.cache,
    );
    if (outside === undefined) continue;
    const { path } = outside.entry;
    const { address } = selection.stage;
    throw new LodeError(
      "OUTPUT_OUTSIDE",
      `Cannot use the output '${path}' of '${address}': it is outside of the project`,
      {
        hint: "Track it where it lies, or bring it into the project with `lode add --out`.",
        details: { path, stage: address },
      },
    );
  }
}
