import type { RelPath } from "../base/rel-path.ts";
import { checkIgnoredOutputs } from "./check-ignored-outputs.ts";
import { checkStageFile } from "./check-stage-file.ts";
import { ignoreScopeAt } from "./ignore-scope.ts";
import { flagStyle } from "./load-config.ts";
import { loadStageFile, type StageFiles } from "./load-stage-file.ts";
import type { Project } from "./project.ts";
import type { Stage } from "./stage.ts";

/**
 * Loads the stages that a target names, after the checks that DVC makes of a stage file that is named outright.
 *
 * @param name of a stage of a `dvc.yaml`, or of a loop; undefined: all stages of the file
 * @throws STAGE_FILE_IGNORED, STAGE_FILE_NOT_FOUND, STAGE_NOT_FOUND, OUTPUT_IGNORED, and what parsing throws
 */
export async function loadNamedStages(project: Project, file: RelPath, name?: string): Promise<readonly Stage[]> {
  await checkStageFile(project, file);
  const stages = await loadStageFile(stageFiles(project), file, name);
  await checkIgnoredOutputs(project.tree, stages, (dir) => ignoreScopeAt(project.tree, dir));
  return stages;
}

/** Where a project's stage files are read from. */
export function stageFiles({ tree, config }: Project): StageFiles {
  return { tree, flagStyle: flagStyle(config) };
}
