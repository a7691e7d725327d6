import { posix } from "node:path";
import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import { cwdAddress, cwdPath } from "../../project/cwd-path.ts";
import { type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { type Dependency, isImport, type Stage } from "../../project/stage.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { commitStage } from "../commit/commit-stage.ts";
import { isUnchanged, stageChanges } from "../commit/stage-changes.ts";
import { localDependency, localOutput, workspaceStatus } from "../status/entry-status.ts";
import type { MigrateOptions } from "./migrate-cache.ts";

/** What was migrated. */
export interface MigrateFilesResult {
  readonly dry: boolean;
  /** `.dvc` files, and pipeline files with their `dvc.lock` in brackets, as seen from the current folder; in order. */
  readonly files: readonly string[];
  /** Stages that stay as they are, since what they record is not what is there. */
  readonly left: readonly string[];
  readonly git: GitOutcome;
}

/**
 * Records outputs and dependencies of DVC 2 with the hashes of DVC 3, and puts the outputs into the cache. Only of
 * stages that are as recorded: what is not there cannot be hashed, and what changed is not to be recorded on the way.
 *
 * @throws LOCK_HELD, and what commitStage throws
 */
export function migrateFiles(
  project: Project,
  { dry = false }: MigrateOptions,
  run: RunContext,
): Promise<MigrateFilesResult> {
  return withProjectLock(project, async () => {
    const stages = (await loadIndex(project)).stages.filter(isLegacy);
    const files = [...new Set(stages.map((stage) => fileLabel(project, stage)))].sort(compareCodePoints);
    if (dry) return { dry, files, left: [], git: { changed: [], staged: false } };
    using workspace = openWorkspace(project, run);
    const left = new Set<Stage>();
    const { git } = await withGitChanges(project, async (changes) => {
      for (const stage of stages) {
        if (!(await isAsRecorded(workspace, stage))) left.add(stage);
        else
          await commitStage(
            { stage, path: undefined },
            { workspace, changes, options: { force: true, upgrade: true } },
          );
      }
    });
    const done = stages.filter((stage) => !left.has(stage));
    return {
      dry,
      files: [...new Set(done.map((stage) => fileLabel(project, stage)))],
      left: [...left].map((stage) => cwdAddress(project, stage)),
      git,
    };
  });
}

function isLegacy(stage: Stage): boolean {
  if (stage.outs.some(({ hashName }) => hashName === "md5-dos2unix")) return true;
  return !isImport(stage) && stage.deps.some(isLegacyDependency);
}

function isLegacyDependency({ location, entry }: Dependency): boolean {
  if (location === undefined || location.kind === "url") return false;
  return localDependency(location, entry).hashName === "md5-dos2unix";
}

/** Of an import only the data counts, so that no source is asked. */
async function isAsRecorded(workspace: Workspace, stage: Stage): Promise<boolean> {
  if (!isImport(stage)) return isUnchanged(await stageChanges(workspace, stage));
  for (const output of stage.outs) {
    const local = localOutput(output);
    if (local !== undefined && (await workspaceStatus(workspace, local)) !== undefined) return false;
  }
  return true;
}

function fileLabel(project: Project, { file, pipeline }: Stage): string {
  const lock = posix.join(posix.dirname(file), "dvc.lock");
  return pipeline === undefined ? cwdPath(project, file) : `${cwdPath(project, file)} (${cwdPath(project, lock)})`;
}
