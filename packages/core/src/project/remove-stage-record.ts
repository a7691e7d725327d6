import { join, posix } from "node:path";
import { removeLockStage } from "../formats/pipeline/edit-lock.ts";
import { removePipelineStage } from "../formats/pipeline/edit-pipeline.ts";
import { parseLockFile } from "../formats/pipeline/lock-file.ts";
import { parsePipelineFile } from "../formats/pipeline/parse-pipeline-file.ts";
import { readTextIfExists } from "../fs/read-text-if-exists.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import type { Project } from "./project.ts";
import type { Stage } from "./stage.ts";

/**
 * Makes sure that the record of a stage can be removed.
 *
 * @throws STAGE_PARAMETRIZED if templating makes it, and what parsing throws
 */
export function checkStageRecord({ rootDir }: Project, { file, pipeline }: Stage): void {
  const text = pipeline === undefined ? undefined : readTextIfExists(join(rootDir, file));
  if (pipeline !== undefined && text !== undefined) {
    removePipelineStage(parsePipelineFile(text, file), pipeline.definition.name);
  }
}

/**
 * Removes the record of a stage: its `.dvc` file, or its entries in `dvc.lock` and `dvc.yaml`, in this order. A file
 * of which no stage is left is deleted.
 *
 * @throws STAGE_NOT_FOUND, STAGE_PARAMETRIZED, IO_FAILED, and what parsing throws
 */
export function removeStageRecord({ rootDir }: Project, { file, pipeline }: Stage): void {
  if (pipeline === undefined) {
    removeTree(join(rootDir, file));
    return;
  }
  const { name } = pipeline.definition;
  const lockFile = posix.join(posix.dirname(file), "dvc.lock");
  editText(join(rootDir, lockFile), (text) => removeLockStage(parseLockFile(text, lockFile), name));
  editText(join(rootDir, file), (text) => removePipelineStage(parsePipelineFile(text, file), name));
}

/** @param edit gives back undefined for a file that is to be deleted */
function editText(path: string, edit: (text: string) => string | undefined): void {
  const before = readTextIfExists(path);
  if (before === undefined) return;
  const after = edit(before);
  if (after === undefined) removeTree(path);
  else if (after !== before) writeFileAtomic(path, after);
}
