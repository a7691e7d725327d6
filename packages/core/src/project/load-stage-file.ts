import { posix } from "node:path";
import type { FileTree } from "../base/file-tree.ts";
import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { joinLock } from "../formats/pipeline/join-lock.ts";
import { type LockFile, parseLockFile } from "../formats/pipeline/lock-file.ts";
import { type ParsedPipeline, parsePipelineFile } from "../formats/pipeline/parse-pipeline-file.ts";
import type { PipelineStage } from "../formats/pipeline/pipeline-stage.ts";
import { type PipelineOptions, resolvePipeline, resolvePipelineStages } from "../formats/pipeline/resolve-pipeline.ts";
import { parseDvcFile } from "../formats/stage/parse-dvc-file.ts";
import { dvcFileStage } from "./dvc-file-stage.ts";
import { pipelineStage } from "./pipeline-stage.ts";
import { readTreeText } from "./read-tree-text.ts";
import type { Stage } from "./stage.ts";

/** Where stage files are read from. */
export interface StageFiles {
  /** Rooted at the project. */
  readonly tree: FileTree;
  /** The `parsing` section of the configuration. */
  readonly flagStyle?: NonNullable<PipelineOptions["flagStyle"]>;
}

/**
 * Loads the stages of one `.dvc` file or `dvc.yaml`, joined with the `dvc.lock` beside it.
 *
 * @param file from the project's root
 * @param name of a stage of a `dvc.yaml`, or of a loop; undefined: all stages
 * @throws STAGE_FILE_NOT_FOUND, STAGE_NOT_FOUND, and what parsing throws
 */
export async function loadStageFile(files: StageFiles, file: RelPath, name?: string): Promise<readonly Stage[]> {
  const text = await readTreeText(files.tree, file);
  if (text === undefined) throw stageFileNotFound(file);
  if (file.endsWith(".dvc")) return [dvcFileStage(file, parseDvcFile(text, file))];
  const parsed = parsePipelineFile(text, file);
  const stages = await resolveStages(files, parsed, name);
  const lock = await readLock(files.tree, file);
  return stages.map((stage) => pipelineStage(file, joinLock(stage, lock?.stages.get(stage.name))));
}

async function resolveStages(
  files: StageFiles,
  parsed: ParsedPipeline,
  name: string | undefined,
): Promise<readonly PipelineStage[]> {
  const options: PipelineOptions = {
    readFile: (path) => readTreeText(files.tree, path),
    ...(files.flagStyle !== undefined && { flagStyle: files.flagStyle }),
  };
  if (name !== undefined) return resolvePipelineStages(parsed, name, options);
  return (await resolvePipeline(parsed, options)).stages;
}

async function readLock(tree: FileTree, pipelineFile: RelPath): Promise<LockFile | undefined> {
  const path = posix.join(posix.dirname(pipelineFile), "dvc.lock");
  const text = await readTreeText(tree, path);
  return text === undefined ? undefined : parseLockFile(text, path);
}

/** The error for a stage file that is not there. */
export function stageFileNotFound(file: string): LodeError {
  return new LodeError("STAGE_FILE_NOT_FOUND", `Cannot load the stages of '${file}': it does not exist`, {
    hint: "See what there is with `lode list -R .`.",
    details: { file },
  });
}
