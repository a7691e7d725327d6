import type { Output } from "./output.ts";
import type { Selection } from "./select-targets.ts";

/** The outputs of a selection's stage that the selected path is, or lies in; all of them if no path is selected. */
export function outputsOfSelection({ stage, path }: Selection): readonly Output[] {
  if (path === undefined) return stage.outs;
  return stage.outs.filter(
    ({ location }) => location.kind === "inside" && (path === location.path || path.startsWith(`${location.path}/`)),
  );
}
