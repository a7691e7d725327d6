import { posix } from "node:path";
import { equalParams } from "../../formats/params/equal-params.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import { cwdLocation, cwdPath } from "../../project/cwd-path.ts";
import type { Output } from "../../project/output.ts";
import { isImport, isRepoImport, type Stage } from "../../project/stage.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import type { ImportUpdate } from "../../source/import-updates.ts";
import { dependencyLabel } from "./dependency-label.ts";
import { dependencyStatus, isVersionedImport } from "./dependency-status.ts";
import { localOutput, workspaceStatus } from "./entry-status.ts";
import { paramsStatus } from "./params-status.ts";
import type { EntryStatus, EntryStatuses, StatusItem } from "./status-item.ts";

/** What the status of a stage needs. */
export interface StageStatusContext {
  readonly workspace: Workspace;
  /** The outputs to look at. */
  readonly outs: readonly Output[];
  /** Outputs whose objects are not in the cache. */
  readonly uncached: ReadonlySet<Output>;
  /** The imports of which there is a newer version, as far as their sources were asked. */
  readonly updates: ReadonlyMap<Stage, ImportUpdate>;
  /** Whether imports are looked at although they are frozen, if they follow versions. */
  readonly checkVersions: boolean;
}

/**
 * Says what is wrong with a stage: its dependencies (unless it is frozen), its outputs, itself.
 *
 * @throws what hashing and opening of sources throw
 */
export async function stageStatus(stage: Stage, context: StageStatusContext): Promise<readonly StatusItem[]> {
  const items: StatusItem[] = [];
  if (
    !stage.frozen ||
    isRepoImport(stage) ||
    (context.checkVersions && isVersionedImport(context.workspace.project, stage))
  ) {
    const deps = { ...(await dependencyStatuses(stage, context)), ...(await allParams(stage, context)) };
    if (Object.keys(deps).length > 0) items.push({ "changed deps": deps });
  }
  const outs = await outputStatuses(context);
  if (Object.keys(outs).length > 0) items.push({ "changed outs": outs });
  if (isAlwaysChanged(stage)) items.push("always changed");
  const changed = stageChange(stage);
  if (changed !== undefined) items.push(changed);
  return items;
}

async function dependencyStatuses(stage: Stage, context: StageStatusContext): Promise<EntryStatuses> {
  const { workspace } = context;
  const statuses: Record<string, EntryStatus> = {};
  for (const dependency of stage.deps) {
    const isOutdated = dependency.entry.repo !== undefined && context.updates.has(stage);
    const status = isOutdated ? "update available" : await dependencyStatus(workspace, dependency);
    if (status !== undefined) statuses[dependencyLabel(workspace.project, dependency)] = status;
  }
  return statuses;
}

async function allParams(stage: Stage, { workspace }: StageStatusContext): Promise<EntryStatuses> {
  const { project } = workspace;
  const statuses: Record<string, EntryStatuses[string]> = {};
  for (const params of stage.pipeline?.params ?? []) {
    const path = posix.normalize(posix.join(stage.wdir, params.path));
    const status = await paramsStatus(project, { path, params });
    if (typeof status === "string" || Object.keys(status).length > 0) statuses[cwdPath(project, path)] = status;
  }
  return statuses;
}

async function outputStatuses({ workspace, outs, uncached }: StageStatusContext): Promise<EntryStatuses> {
  const statuses: Record<string, EntryStatus> = {};
  for (const output of outs) {
    const local = localOutput(output);
    const status = uncached.has(output) ? "not in cache" : local && (await workspaceStatus(workspace, local));
    if (status !== undefined) statuses[cwdLocation(workspace.project, output.location)] = status;
  }
  return statuses;
}

/** A stage with a command but without dependencies and outputs always runs. */
export function isAlwaysChanged({ alwaysChanged, pipeline, deps, outs }: Stage): boolean {
  if (alwaysChanged || pipeline === undefined) return alwaysChanged;
  return deps.length === 0 && pipeline.params.length === 0 && outs.length === 0;
}

/** Says whether the command of a stage, or the record of an import, is another than when it was last saved. */
export function stageChange({ pipeline, ...stage }: Stage): "changed command" | "changed checksum" | undefined {
  if (pipeline !== undefined) {
    const { definition, locked } = pipeline;
    return locked !== undefined && !equalParams(locked.cmd, definition.cmd) ? "changed command" : undefined;
  }
  const file = stage.dvcFile?.file;
  const expected = file !== undefined && isImport({ ...stage, pipeline }) ? computeStageMd5(file) : undefined;
  return file?.md5 === expected ? undefined : "changed checksum";
}
