import { loadIndex } from "../../project/load-index.ts";
import { hasManyStageFiles } from "../../project/many-stage-files.ts";
import type { Project } from "../../project/project.ts";

/**
 * Says whether a project tracks anything at all: whether it has any stage.
 *
 * @throws what parsing of any stage file throws, unless there are very many
 */
export async function hasStages(project: Project): Promise<boolean> {
  return (await hasManyStageFiles(project.tree)) || (await loadIndex(project)).stages.length > 0;
}
