import { LodeError } from "../../base/lode-error.ts";
import type { ParsedPipeline } from "./parse-pipeline-file.ts";

/** The error for a stage that a `dvc.yaml` does not have. */
export function stageNotFound({ fileName }: ParsedPipeline, name: string): LodeError {
  return new LodeError("STAGE_NOT_FOUND", `Cannot use the stage '${name}': it is not in '${fileName}'`, {
    details: { file: fileName, stage: name },
  });
}
