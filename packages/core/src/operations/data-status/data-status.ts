import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { together } from "../../base/together.ts";
import { collectAfter } from "../../fs/collect-after.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openProjectAt } from "../../project/open-project.ts";
import type { Project } from "../../project/project.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { compareOutputs } from "../compare/compare-outputs.ts";
import { shownPath } from "../compare/data-output.ts";
import { findLost } from "../compare/find-lost.ts";
import { pathFilter } from "../compare/path-filter.ts";
import { pickOutputs } from "../compare/pick-outputs.ts";
import { type Manifests, type RecordedOutput, recordedOutputs } from "../compare/recorded-outputs.ts";
import { workspaceOutputs } from "../compare/workspace-outputs.ts";
import { type DataChanges, dataChanges, noChanges } from "./data-changes.ts";
import { gitState } from "./git-state.ts";
import { notInRemote } from "./not-in-remote.ts";
import { targetPaths } from "./target-paths.ts";

/** What is looked at. */
export interface DataStatusOptions {
  /** Paths relative to the project's `cwd`, or stage files. Default: everything. */
  readonly targets?: readonly string[];
  /** Whether the files in tracked directories are told one by one. Default: false. */
  readonly granular?: boolean;
  /** Whether what is the same everywhere is told too. Default: false. */
  readonly unchanged?: boolean;
  /** Whether files that neither Git nor DVC tracks are told. Default: false. */
  readonly untracked?: boolean;
  /** Whether the remote is asked. Default: false. */
  readonly notInRemote?: boolean;
  /** In place of the default remote, for outputs that name none themselves. */
  readonly remote?: string;
  /** False: what the remote had when it was last asked counts as still there. Default: true. */
  readonly refresh?: boolean;
  /** Whether Git is asked for changes of its own; else it counts as clean. Default: true. */
  readonly checkGit?: boolean;
}

/** The Git repository around a project. */
export interface RepositoryState {
  /** Whether there is no commit yet. */
  readonly isEmpty: boolean;
  /** Whether anything that Git looks after has changed, untracked files only if they were asked for. */
  readonly isDirty: boolean;
}

/** What differs between HEAD, the metadata in the work tree, and the workspace. Paths are from the project's root. */
export interface DataStatusResult {
  readonly notInCache: readonly string[];
  readonly notInRemote: readonly string[];
  /** From HEAD to the metadata; nothing without Git. */
  readonly committed: DataChanges;
  /** From the metadata to the workspace. */
  readonly uncommitted: DataChanges;
  /** Relative to the project's `cwd`. */
  readonly untracked: readonly string[];
  readonly unchanged: readonly string[];
  /** Undefined without Git. */
  readonly git: RepositoryState | undefined;
}

/**
 * Compares the data that HEAD records, the data that the metadata record now, and the workspace. No lock is taken, and
 * nothing is downloaded but manifests that the cache lacks.
 *
 * @throws REMOTE_MISSING, and what loading of stage files, hashing and asking of remotes throw
 */
export async function dataStatus(
  project: Project,
  options: DataStatusOptions,
  run: RunContext,
): Promise<DataStatusResult> {
  const found = await compareData(project, options, run);
  const { uncommitted, notInCache, notInRemote, unchanged } = found;
  const { added, deleted, modified } = uncommitted;
  const changed = added.length + deleted.length + modified.length;
  collectAfter(changed + notInCache.length + notInRemote.length + unchanged.length);
  return found;
}

async function compareData(project: Project, options: DataStatusOptions, run: RunContext): Promise<DataStatusResult> {
  const { targets = [], granular = false, unchanged = false, untracked = false, checkGit = true } = options;
  const index = await loadIndex(project);
  using workspace = openWorkspace(project, run);
  const filter = pathFilter(targetPaths(project, targets, index));
  const compare = { granular, unchanged, isWanted: filter.isWanted };
  const manifests: Manifests = new Map();
  const known = recordedOutputs({ project, workspace, manifests }, index);
  const recorded = pickOutputs(known, filter);
  const looked = [...known.values()].filter(({ path }) => filter.touches(path));
  const [files, atHead, git] = await together([
    workspaceOutputs(workspace, looked),
    project.git === undefined ? undefined : headOutputs(workspace, manifests),
    gitState(project, { targets, untracked, changes: checkGit }),
  ]);
  const head = atHead && pickOutputs(atHead.outputs, filter);
  const uncommitted = dataChanges(await compareOutputs(recorded, files, compare));
  const committed = head && dataChanges(await compareOutputs(head, recorded, compare));
  return {
    notInCache: (await findLost(project, recorded.values(), compare)).map(shownPath),
    notInRemote: options.notInRemote ? await notInRemote(workspace, recorded.values(), { ...options, ...compare }) : [],
    committed: committed?.changes ?? noChanges,
    uncommitted: uncommitted.changes,
    untracked: git.untracked,
    unchanged: inBoth(uncommitted.unchanged, committed?.unchanged),
    git: atHead && { isEmpty: atHead.isEmpty, isDirty: git.isDirty },
  };
}

interface HeadData {
  readonly outputs: ReadonlyMap<RelPath, RecordedOutput>;
  /** Whether there is no commit yet. */
  readonly isEmpty: boolean;
}

/** What HEAD records; nothing before the first commit, or if the project is not in it. */
async function headOutputs(workspace: Workspace, manifests: Manifests): Promise<HeadData> {
  try {
    await using project = await openProjectAt(workspace.project, "HEAD");
    return { outputs: recordedOutputs({ project, workspace, manifests }, await loadIndex(project)), isEmpty: false };
  } catch (error) {
    if (isLodeError(error, "REVISION_UNKNOWN")) return { outputs: new Map(), isEmpty: true };
    throw error;
  }
}

function inBoth(paths: readonly string[], others: readonly string[] | undefined): readonly string[] {
  if (others === undefined) return paths;
  const known = new Set(others);
  return paths.filter((path) => known.has(path));
}
