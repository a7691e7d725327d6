import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";

/**
 * Says whether a project tracks anything at all: whether it has any stage.
 *
 * @throws what parsing of any stage file throws
 */
export async function hasStages(project: Project): Promise<boolean> {
  return (await loadIndex(project)).stages.length > 0;
}
