import type { Selection } from "../select-targets.ts";
import { outputsOfSelection } from "../selected-outputs.ts";
import type { CheckoutTarget } from "./output-checkout.ts";

/**
 * The outputs of selections that are kept in the cache, or the paths in them, each once; parts of a directory that is
 * selected as a whole are left out.
 */
export function checkoutTargets(selections: readonly Selection[]): readonly CheckoutTarget[] {
  const targets = new Map<string, CheckoutTarget>();
  for (const selection of selections) {
    for (const target of targetsOf(selection)) targets.set(keyOf(target), target);
  }
  return [...targets.values()].filter((target) => {
    return target.within === undefined || !targets.has(keyOf({ ...target, within: undefined }));
  });
}

function targetsOf(selection: Selection): readonly CheckoutTarget[] {
  const { stage, path } = selection;
  return outputsOfSelection(selection)
    .filter((output) => output.cached)
    .map((output) => {
      const { location } = output;
      const isPart = path !== undefined && location.kind === "inside" && path !== location.path;
      return { stage, output, within: isPart ? path.slice(location.path.length + 1) : undefined };
    });
}

function keyOf({ output, within }: CheckoutTarget): string {
  const path = output.location.kind === "inside" ? output.location.path : "";
  return within === undefined ? path : `${path}\0${within}`;
}
