import { join, posix } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { printDvcFile } from "../../formats/stage/print-dvc-file.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { checkIndex } from "../../project/check-index.ts";
import { checkStageFile } from "../../project/check-stage-file.ts";
import { dvcFileStage } from "../../project/dvc-file-stage.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import { makeIndex, type OwnedOutput, type ProjectIndex } from "../../project/project-index.ts";
import { refuseTracked } from "../../project/refuse-tracked.ts";
import { isDataSource } from "../../project/stage.ts";
import { checkNewOutput } from "../../project/workspace/target-path.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { folderMissing, type MovePaths } from "./move-paths.ts";
import type { MovedStage } from "./moved-stage.ts";

/** A move that is planned. */
export interface PlannedMove {
  readonly owned: OwnedOutput;
  readonly moved: MovedStage;
  readonly index: ProjectIndex;
  readonly paths: MovePaths;
  readonly changes: GitChanges;
}

/**
 * Makes sure that an output can be moved, and that nothing is lost by it. Nothing is changed.
 *
 * @throws PATH_NOT_FOUND, PATH_EXISTS, STAGE_FILE_TAKEN, STAGE_FILE_IGNORED, OUTPUT_TRACKED_BY_GIT,
 *   and what checkNewOutput and checkIndex throw
 */
export async function checkMove(workspace: Workspace, plan: PlannedMove): Promise<void> {
  const { project } = workspace;
  const { owned, moved, index, changes, paths } = plan;
  const { source, destination } = paths;
  const folder = posix.dirname(destination);
  if (!isDirectory(join(project.rootDir, folder))) throw folderMissing(source, folder);
  const kind = isDirectory(join(project.rootDir, source)) ? "dir" : "file";
  await checkNewOutput(workspace, destination, kind);
  if (moved.file !== owned.stage.file) await checkNewStageFile(workspace, plan);
  refuseOccupied(project.rootDir, paths);
  const stage = dvcFileStage(moved.file, { file: moved.content, text: "", fileName: moved.file });
  const others = index.stages.filter(({ file }) => file !== moved.file && file !== owned.stage.file);
  checkIndex(makeIndex([...others, stage]));
  if (owned.output.cached) await refuseTracked(project, destination, changes);
}

/**
 * Refuses to move an output that a pipeline makes.
 *
 * @throws OUTPUT_OF_PIPELINE
 */
export function refusePipeline({ stage }: OwnedOutput, path: string): void {
  if (isDataSource(stage)) return;
  throw new LodeError("OUTPUT_OF_PIPELINE", `Cannot move '${path}': it is an output of the stage '${stage.address}'`, {
    hint: "Change the path in its dvc.yaml, then run the pipeline with `dvc repro`.",
    details: { path, stage: stage.address },
  });
}

/** A file that says what is to be written already is that of a move that was ended early. */
async function checkNewStageFile({ project }: Workspace, { owned, moved }: PlannedMove): Promise<void> {
  const text = readTextIfExists(join(project.rootDir, moved.file));
  if (text !== undefined && text !== printDvcFile(moved.content)) {
    throw new LodeError("STAGE_FILE_TAKEN", `Cannot move '${owned.stage.address}' to '${moved.file}': it exists`, {
      hint: `Choose another name, or stop tracking that with \`lode remove ${moved.file}\`.`,
      details: { from: owned.stage.address, file: moved.file },
    });
  }
  await checkStageFile(project, moved.file);
}

function refuseOccupied(rootDir: string, { source, destination }: MovePaths): void {
  const isThere = (path: string) => lstatPath(join(rootDir, path)) !== undefined;
  if (!isThere(source) || !isThere(destination)) return;
  throw new LodeError("PATH_EXISTS", `Cannot move '${source}' to '${destination}': something is there already`, {
    hint: "Choose another name, or move that away first.",
    details: { source, destination },
  });
}
