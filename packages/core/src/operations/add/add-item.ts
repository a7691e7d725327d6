import type { RelPath } from "../../base/rel-path.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import type { ParsedDvcFile } from "../../formats/stage/parse-dvc-file.ts";

/** A `.dvc` file while it is being changed by one or more targets. */
export interface StageDraft {
  /** From the project's root. */
  readonly file: RelPath;
  /** The folder that paths of outputs are relative to; `""` is the root. */
  readonly wdir: string;
  /** Undefined if there is no file yet. */
  readonly old: ParsedDvcFile | undefined;
  content: DvcFile;
}

/** What one target asks for. */
export interface AddItem {
  readonly draft: StageDraft;
  /** Position of the output in the stage's `outs`. */
  readonly outputIndex: number;
  /** The output, from the project's root. */
  readonly output: RelPath;
  /** The path in the output that is to be taken over; undefined: all of it. */
  readonly within: RelPath | undefined;
}
