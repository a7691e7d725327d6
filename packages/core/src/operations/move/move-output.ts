import { join } from "node:path";
import { parseOid } from "../../base/oid.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import type { GitChanges } from "../../project/git-changes.ts";
import type { Project } from "../../project/project.ts";
import type { OwnedOutput, ProjectIndex } from "../../project/project-index.ts";
import { withPathLock } from "../../project/project-lock.ts";
import { isRepoImport } from "../../project/stage.ts";
import { moveMemory } from "../../project/workspace/move-memory.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { writeDvcFile } from "../../project/write-stage.ts";
import { updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import { describeCreated } from "../../worktree/created/describe-created.ts";
import type { AddedState } from "../add/add-state.ts";
import { checkMove, refusePipeline } from "./check-move.ts";
import type { MovePaths } from "./move-paths.ts";
import { type MovedStage, movedStage } from "./moved-stage.ts";
import { renameData } from "./rename-data.ts";
import { saveData } from "./save-data.ts";

/** What moving of an output needs. */
export interface MoveOutputContext {
  readonly index: ProjectIndex;
  readonly paths: MovePaths;
  readonly changes: GitChanges;
}

/**
 * Moves an output, and its `.dvc` file with it if that is named after it:
 *
 * 1. What is there goes into the cache, as `add` does it.
 * 2. Git is told to ignore the new place.
 * 3. The new `.dvc` file is written, the data are renamed, the old line in `.gitignore` goes, and at last the old file.
 *    A `.dvc` file of another name stays, and is written when the data are at their new place.
 *
 * A run that was ended early can be repeated: data that are at the new place already count as moved.
 *
 * @throws OUTPUT_OF_PIPELINE and what checkMove throws, before anything changes; LOCK_HELD, OBJECT_MISSING, IO_FAILED, and what saving throws
 */
export async function moveOutput(
  workspace: Workspace,
  owned: OwnedOutput,
  context: MoveOutputContext,
): Promise<MovedStage> {
  const { project } = workspace;
  const { source, destination } = context.paths;
  refusePipeline(owned, source);
  const moved = movedStage(project, owned, destination);
  await checkMove(workspace, { owned, moved, ...context });
  const write = [source, destination].map((path) => join(project.rootDir, path));
  await withPathLock(project, { read: [], write }, () => moveLocked(workspace, { owned, moved, ...context }));
  return moved;
}

interface MoveJob extends MoveOutputContext {
  readonly owned: OwnedOutput;
  readonly moved: MovedStage;
}

async function moveLocked(workspace: Workspace, job: MoveJob): Promise<void> {
  const { project } = workspace;
  const { owned, moved, paths, changes } = job;
  const { stage, output } = owned;
  const isIgnored = output.cached || isRepoImport(stage);
  const saved = await saveData(workspace, output, paths);
  if (isIgnored) await changes.ignore(paths.destination);
  const unignore = () => {
    if (isIgnored) changes.unignore(paths.source);
  };
  if (moved.file === stage.file) moveInFile(project, job, unignore);
  else await moveWithFile(project, job, unignore);
  await remember(workspace, paths, saved);
}

/** The `.dvc` file stays, and is written when the data are at their new place. */
function moveInFile(project: Project, { owned, moved, paths, changes }: MoveJob, unignore: () => void): void {
  renameData(project.rootDir, paths);
  try {
    writeDvcFile(project, moved.file, { content: moved.content, old: owned.stage.dvcFile });
  } catch (error) {
    renameData(project.rootDir, { source: paths.destination, destination: paths.source });
    throw error;
  }
  changes.track(moved.file);
  unignore();
}

/** The new `.dvc` file is there before the data are, and the old one goes last. */
async function moveWithFile(
  project: Project,
  { owned, moved, paths, changes }: MoveJob,
  unignore: () => void,
): Promise<void> {
  const old = owned.stage.file;
  writeDvcFile(project, moved.file, { content: moved.content, old: undefined });
  try {
    renameData(project.rootDir, paths);
  } catch (error) {
    removeTree(join(project.rootDir, moved.file));
    throw error;
  }
  changes.track(moved.file);
  if (await changes.isTracked(old)) changes.track(old);
  unignore();
  removeTree(join(project.rootDir, old));
}

async function remember(workspace: Workspace, paths: MovePaths, saved: AddedState | undefined): Promise<void> {
  const { project, statCache } = workspace;
  const { source, destination: path } = paths;
  updateCreatedOutputs(statCache, { forgotten: [source] });
  const oid = parseOid(saved?.state.checksum?.value ?? "");
  if (saved === undefined || oid === undefined) return;
  const { hashName, isCreated } = saved;
  await moveMemory(workspace, { from: { kind: "inside", path: source }, to: { kind: "inside", path }, hashName });
  const fullPath = join(project.rootDir, path);
  const created = isCreated ? describeCreated({ path, fullPath, hashName, oid }) : undefined;
  if (created !== undefined) updateCreatedOutputs(statCache, { created: [created] });
}
