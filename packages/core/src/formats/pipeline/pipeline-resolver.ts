import type { Context } from "../template/context.ts";
import type { VarsSource } from "../template/load-vars.ts";
import type { FlagStyle } from "../template/template-text.ts";
import type { ParsedPipeline } from "./parse-pipeline-file.ts";

/** What the parts of a `dvc.yaml` are worked out with. */
export interface PipelineResolver {
  readonly parsed: ParsedPipeline;
  readonly context: Context;
  readonly flagStyle: FlagStyle;
  readonly readFile: VarsSource["readFile"];
  /** The folder of the file; `.` is where its name starts. */
  readonly folder: string;
}
