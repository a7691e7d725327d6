import { isStageFileName } from "../formats/stage/path-problem.ts";

/** Says whether files of a name are read to know the outputs of a project, beside its configuration. */
export function isMetadataName(name: string): boolean {
  return isStageFileName(name) || name === "dvc.lock" || name === "params.yaml" || name === ".dvcignore";
}
