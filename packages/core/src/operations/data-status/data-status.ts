import type { RunContext } from "../../base/events.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { headCommit } from "../../git/resolve-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openProjectAt } from "../../project/open-project.ts";
import type { Project, ProjectGit } from "../../project/project.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { compareOutputs } from "../compare/compare-outputs.ts";
import { shownPath } from "../compare/data-output.ts";
import { findLost } from "../compare/find-lost.ts";
import { pathFilter } from "../compare/path-filter.ts";
import { pickOutputs } from "../compare/pick-outputs.ts";
import { type Manifests, type RecordedOutput, recordedOutputs } from "../compare/recorded-outputs.ts";
import { workspaceOutputs } from "../compare/workspace-outputs.ts";
import { type DataChanges, dataChanges, noChanges } from "./data-changes.ts";
import { notInRemote } from "./not-in-remote.ts";
import { targetPaths } from "./target-paths.ts";
import { type GitState, gitState, untrackedFiles } from "./untracked-files.ts";

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
  /** Whether Git is asked for other changes. Default: true. */
  readonly checkGit?: boolean;
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
  /** Undefined without Git, or if it was not asked. */
  readonly git: GitState | undefined;
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
  const { targets = [], granular = false, unchanged = false, untracked = false, checkGit = true } = options;
  const index = await loadIndex(project);
  using workspace = openWorkspace(project, run);
  const filter = pathFilter(targetPaths(project, targets, index));
  const compare = { granular, unchanged, isWanted: filter.isWanted };
  const manifests: Manifests = new Map();
  const known = recordedOutputs({ project, workspace, manifests }, index);
  const recorded = pickOutputs(known, filter);
  const looked = [...known.values()].filter(({ path }) => filter.touches(path));
  const files = await workspaceOutputs(workspace, looked);
  const uncommitted = dataChanges(await compareOutputs(recorded, files, compare));
  const head = project.git && pickOutputs(await headOutputs(workspace, project.git, manifests), filter);
  const committed = head && dataChanges(await compareOutputs(head, recorded, compare));
  return {
    notInCache: (await findLost(project, recorded.values(), compare)).map(shownPath),
    notInRemote: options.notInRemote ? await notInRemote(workspace, recorded.values(), { ...options, ...compare }) : [],
    committed: committed?.changes ?? noChanges,
    uncommitted: uncommitted.changes,
    untracked: untracked ? await untrackedFiles(project, targets) : [],
    unchanged: inBoth(uncommitted.unchanged, committed?.unchanged),
    git: checkGit ? await gitState(project, untracked) : undefined,
  };
}

/** What HEAD records; nothing before the first commit, or if the project is not in it. */
async function headOutputs(
  workspace: Workspace,
  { repo }: ProjectGit,
  manifests: Manifests,
): Promise<ReadonlyMap<RelPath, RecordedOutput>> {
  const commit = await headCommit(repo);
  if (commit === undefined) return new Map();
  await using project = await openProjectAt(workspace.project, commit);
  return recordedOutputs({ project, workspace, manifests }, await loadIndex(project));
}

function inBoth(paths: readonly string[], others: readonly string[] | undefined): readonly string[] {
  if (others === undefined) return paths;
  const known = new Set(others);
  return paths.filter((path) => known.has(path));
}
