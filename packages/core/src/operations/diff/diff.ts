import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { collectAfter } from "../../fs/collect-after.ts";
import { headCommit, resolveRevision } from "../../git/resolve-revision.ts";
import { openProjectAt, requireGit } from "../../project/open-project.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { compareOutputs, type DataChange } from "../compare/compare-outputs.ts";
import type { DataRow } from "../compare/data-output.ts";
import { findLost } from "../compare/find-lost.ts";
import { pathFilter } from "../compare/path-filter.ts";
import { pickOutputs } from "../compare/pick-outputs.ts";
import { workspaceOutputs } from "../compare/workspace-outputs.ts";
import { type DataDiff, diffOfChanges, emptyDiff } from "./data-diff.ts";
import { type RevisionContext, type RevisionData, revisionData } from "./revision-data.ts";

/** What is compared. */
export interface DiffOptions {
  /** A Git revision. Default: HEAD. */
  readonly before?: string;
  /** A Git revision, or `workspace`. Default: the workspace, and what the cache lacks of `before` is told too. */
  readonly after?: string;
  /** `.dvc` files, stages, outputs, or paths in them, relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
}

/** The name of the workspace where a revision is asked for. */
const WORKSPACE = "workspace";

/**
 * Compares the data that a revision records with those of another one, or with the workspace. Renamed files are those
 * with the same content; outputs without a recorded content are left out, and so is what is in a directory of which a
 * manifest cannot be had.
 *
 * @throws GIT_REPO_MISSING, REVISION_UNKNOWN, LOCK_HELD; TARGET_UNKNOWN if neither side has a target, MANIFEST_MISSING if
 *   it lies in a directory of unknown content; what loading of stage files and hashing throw
 */
export async function diff(project: Project, options: DiffOptions, run: RunContext): Promise<DataDiff> {
  const found = await withProjectLock(project, () => diffLocked(project, options, run));
  collectAfter(found.added.length + found.deleted.length + found.modified.length + (found.notInCache?.length ?? 0));
  return found;
}

async function diffLocked(project: Project, options: DiffOptions, run: RunContext): Promise<DataDiff> {
  const { repo } = requireGit(project);
  const { before = "HEAD", after = WORKSPACE } = options;
  if ((await headCommit(repo)) === undefined) return emptyDiff;
  const from = await resolveRevision(repo, before);
  const to = after === WORKSPACE ? undefined : await resolveRevision(repo, after);
  if (from === to) return emptyDiff;
  using workspace = openWorkspace(project, run);
  const context = { workspace, manifests: new Map(), targets: options.targets ?? [] };
  const sides = { before: await dataAt(context, from), after: await dataAt(context, to) };
  const compared = await compare(context, sides, to === undefined);
  return diffOfChanges(compared.changes, options.after === undefined ? compared.lost : undefined);
}

/** What a commit records, or what the metadata in the work tree record now. */
async function dataAt(context: RevisionContext, commit: string | undefined): Promise<RevisionData> {
  const { project } = context.workspace;
  if (commit === undefined) return revisionData(context, project);
  await using at = await openProjectAt(project, commit);
  return await revisionData(context, at);
}

interface Sides {
  readonly before: RevisionData;
  readonly after: RevisionData;
}

async function compare(
  { workspace }: RevisionContext,
  { before, after }: Sides,
  withWorkspace: boolean,
): Promise<{ readonly changes: readonly DataChange[]; readonly lost: readonly DataRow[] }> {
  refuseUnknown(before.unknownTargets.filter((target) => after.unknownTargets.includes(target)));
  const paths = before.paths && after.paths && [...before.paths, ...after.paths];
  const filter = pathFilter(paths);
  const options = { granular: true, unchanged: false, isWanted: filter.isWanted };
  const old = pickOutputs(before.outputs, filter);
  const current = [...after.outputs.values()].filter(({ path }) => filter.touches(path));
  const now = withWorkspace ? await workspaceOutputs(workspace, current) : pickOutputs(after.outputs, filter);
  const changes = await compareOutputs(old, now, options);
  const lost = withWorkspace ? await findLost(workspace.project, old.values(), options) : [];
  collectAfter(changes.length + lost.length);
  return { changes, lost };
}

function refuseUnknown([target]: readonly string[]): void {
  if (target === undefined) return;
  throw new LodeError("TARGET_UNKNOWN", `Cannot compare '${target}': neither side has it`, { details: { target } });
}
