import type { RunContext } from "../../base/events.ts";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { cwdAddress } from "../../project/cwd-path.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { withPathLock, withProjectLock } from "../../project/project-lock.ts";
import { refuseOutside } from "../../project/refuse-outside.ts";
import { type Selection, type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { outputsOfSelection } from "../../project/selected-outputs.ts";
import { isRepoImport, type Stage } from "../../project/stage.ts";
import { findUncached } from "../../project/workspace/cached-outputs.ts";
import { lockedPaths } from "../../project/workspace/locked-paths.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { findImportUpdates } from "../../source/import-updates.ts";
import { isVersionedImport } from "./dependency-status.ts";
import { recordedChecksum } from "./entry-status.ts";
import { stageStatus } from "./stage-status.ts";
import type { StatusItem } from "./status-item.ts";

/** What is looked at. */
export interface StatusOptions extends SelectOptions {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
  /** Whether the sources of imports are asked for newer versions, which may need the network. Default: true. */
  readonly checkUpdates?: boolean;
}

/** What is wrong in the workspace. */
export interface StatusResult {
  /** Stage, as seen from the current folder → what is wrong with it. Stages that are up to date are left out. */
  readonly changes: Readonly<Record<string, readonly StatusItem[]>>;
}

/**
 * Compares the workspace with what the metadata record: outputs and dependencies of stages, parameters, commands.
 *
 * @throws TARGET_UNKNOWN, OUTPUT_OUTSIDE, LOCK_HELD, PATH_LOCKED, and what loading of stage files, hashing and opening of sources throw
 */
export function status(project: Project, options: StatusOptions, run: RunContext): Promise<StatusResult> {
  return withProjectLock(project, async () => {
    const index = () => loadIndex(project);
    const selections = await selectTargets({ project, index }, options.targets ?? [], options);
    refuseOutside(selections);
    using workspace = openWorkspace(project, run);
    const paths = lockedPaths(workspace, stagesOf(selections), { deps: "read", outs: "read" });
    const changes = await lockingPaths(() =>
      withPathLock(project, paths, () => allStatuses(workspace, selections, options)),
    );
    return { changes };
  });
}

function stagesOf(selections: readonly Selection[]): ReadonlySet<Stage> {
  return new Set(selections.map(({ stage }) => stage));
}

/** DVC's status ends differently when a path is locked than when the project is, so the two have different codes. */
async function lockingPaths<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLodeError(error, "LOCK_HELD")) throw error;
    const { message, hint, details, cause } = error;
    throw new LodeError("PATH_LOCKED", message, { ...(hint === undefined ? {} : { hint }), details, cause });
  }
}

async function allStatuses(
  workspace: Workspace,
  selections: readonly Selection[],
  { checkUpdates = true }: StatusOptions,
): Promise<StatusResult["changes"]> {
  const recorded = selections
    .flatMap(outputsOfSelection)
    .filter(({ cached, entry }) => cached && recordedChecksum(entry) !== undefined);
  const uncached = await findUncached(workspace, [...new Set(recorded)]);
  const { project, run } = workspace;
  const updates = checkUpdates ? await findImportUpdates(project, stagesOf(selections), run) : new Map();
  const changes: Record<string, readonly StatusItem[]> = {};
  for (const selection of selections) {
    const { stage } = selection;
    warnIfFrozen(workspace, stage);
    const outs = outputsOfSelection(selection);
    const items = await stageStatus(stage, { workspace, outs, uncached, updates, checkVersions: checkUpdates });
    if (items.length > 0) changes[cwdAddress(project, stage)] = items;
  }
  return changes;
}

function warnIfFrozen({ project, run }: Workspace, stage: Stage): void {
  if (!stage.frozen || isRepoImport(stage) || isVersionedImport(project, stage)) return;
  const message = `stage: '${cwdAddress(project, stage)}' is frozen. Its dependencies are not going to be shown in the status output.`;
  run.onEvent?.({ type: "warning", message });
}
