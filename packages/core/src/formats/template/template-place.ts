import { LodeError } from "../../base/lode-error.ts";

/** The part of a `dvc.yaml` that is being worked out, for errors. */
export interface TemplatePlace {
  /** How errors name the file. */
  readonly fileName: string;
  /** Such as `'stages.train.cmd'` or `stage 'train'`. */
  readonly what: string;
  readonly stage?: string;
}

/** Makes the error for a part of a `dvc.yaml` that cannot be worked out. */
export function templateError(place: TemplatePlace, state: string): LodeError {
  const { fileName, what, stage } = place;
  return new LodeError("PIPELINE_INVALID", `Cannot parse ${what} in '${fileName}': ${state}`, {
    details: { file: fileName, ...(stage !== undefined && { stage }) },
  });
}
