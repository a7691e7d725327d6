import type { RelPath } from "../../base/rel-path.ts";
import type { Output } from "../../project/output.ts";
import type { LocalLocation } from "../../project/workspace/workspace.ts";

/** A path in a tracked directory. */
export interface OutputPart {
  readonly output: Output & { readonly location: LocalLocation };
  readonly within: RelPath;
}
