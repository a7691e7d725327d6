import { LodeError } from "../../base/lode-error.ts";

/** The part of a `dvc.yaml` that is being worked out, for errors. */
export interface TemplatePlace {
  /** How errors name the file. */
  readonly fileName: string;
  /** Such as `'stages.train.cmd'` or `stage 'train'`. */
  readonly what: string;
  readonly stage?: string;
}

/** Makes the error for a part of a `dvc.yaml` that cannot be worked out, or that cannot be used. */
export function templateError(
  place: TemplatePlace,
  state: string,
  code: "PIPELINE_INVALID" | "ENTRY_UNUSABLE" = "PIPELINE_INVALID",
): LodeError {
  const { fileName, what, stage } = place;
  return new LodeError(code, `Cannot parse ${what} in '${fileName}': ${state}`, {
    hint: `Correct '${fileName}', or the parameter files that it takes values from.`,
    details: { file: fileName, ...(stage !== undefined && { stage }) },
  });
}
