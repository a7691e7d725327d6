import { posix } from "node:path";
import { cwdLocation, cwdPath } from "../../project/cwd-path.ts";
import type { Stage } from "../../project/stage.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { findImportUpdates } from "../../source/import-updates.ts";
import { dependencyLabel } from "../status/dependency-label.ts";
import { dependencyStatus } from "../status/dependency-status.ts";
import { type LocalEntry, localOutput, workspaceStatus } from "../status/entry-status.ts";
import { paramsStatus } from "../status/params-status.ts";
import { stageChange } from "../status/stage-status.ts";

/** What of a stage is not as it was last saved; paths are relative to the current folder. */
export interface StageChanges {
  readonly deps: readonly string[];
  readonly outs: readonly string[];
  /** The command of a stage, or the record of an import. */
  readonly itself: boolean;
}

/** Says whether nothing changed. */
export function isUnchanged({ deps, outs, itself }: StageChanges): boolean {
  return deps.length === 0 && outs.length === 0 && !itself;
}

/**
 * Compares a stage with what is recorded of it. The cache is not looked at. An import from a repository counts as
 * changed if there is a newer version of it, as in DVC.
 *
 * @throws what hashing, reading of parameters and opening of sources throw
 */
export async function stageChanges(workspace: Workspace, stage: Stage): Promise<StageChanges> {
  const deps = await changedDependencies(workspace, stage);
  return {
    deps: [...deps, ...(await changedParams(workspace, stage)), ...(await outdatedImports(workspace, stage))],
    outs: await changedPaths(workspace, stage.outs.map(localOutput)),
    itself: stageChange(stage) !== undefined,
  };
}

async function changedDependencies(workspace: Workspace, { deps }: Stage): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const dependency of deps) {
    if ((await dependencyStatus(workspace, dependency)) === undefined) continue;
    changed.push(dependencyLabel(workspace.project, dependency));
  }
  return changed;
}

async function changedPaths(
  workspace: Workspace,
  entries: readonly (LocalEntry | undefined)[],
): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const entry of entries) {
    if (entry === undefined || (await workspaceStatus(workspace, entry)) === undefined) continue;
    changed.push(cwdLocation(workspace.project, entry.location));
  }
  return changed;
}

async function outdatedImports({ project, run }: Workspace, stage: Stage): Promise<readonly string[]> {
  const updates = await findImportUpdates(project, [stage], run);
  return updates.has(stage) ? stage.deps.map((dependency) => dependencyLabel(project, dependency)) : [];
}

async function changedParams({ project }: Workspace, stage: Stage): Promise<readonly string[]> {
  const changed: string[] = [];
  for (const params of stage.pipeline?.params ?? []) {
    const path = posix.normalize(posix.join(stage.wdir, params.path));
    const status = await paramsStatus(project, { path, params });
    if (typeof status === "string" || Object.keys(status).length > 0) changed.push(cwdPath(project, path));
  }
  return changed;
}
