import { appendAll } from "../../base/append-all.ts";
import type { RunContext } from "../../base/events.ts";
import { type HashName, type Oid, parseOid } from "../../base/oid.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { describeLocation } from "../../project/location.ts";
import type { Project } from "../../project/project.ts";
import { type OwnedOutput, ownedOutputs, type ProjectIndex } from "../../project/project-index.ts";
import { type HistoryScope, hasRevisions, refuseShallow } from "../../project/scope-commits.ts";
import { isPartialImport, isRepoImport, isStoredImport } from "../../project/stage.ts";

/** An output whose objects are not to be removed. */
export interface NeededOutput {
  /** The work tree of the project that has it. */
  readonly project: Project;
  readonly hashName: HashName;
  readonly oid: Oid;
  readonly owned: OwnedOutput;
  /** From the project's root. */
  readonly path: string;
  /** A revision that has it, as the user knows it. */
  readonly rev: string;
  /** The remote that it names. */
  readonly remote: string | undefined;
  /** Whether it is imported from another repository. */
  readonly isImport: boolean;
}

/** Which outputs count. */
export interface NeededScope extends HistoryScope {
  /** True: what cannot be read is left out with a warning. Default: false. */
  readonly skipFailed?: boolean;
  /** What to do about a revision that cannot be read. Default: what the cause says. */
  readonly failureHint?: string;
}

/**
 * Collects the outputs of a project's work tree and of the revisions in scope, each object once for each remote that it
 * is kept in. A project without Git has no revisions but its work tree.
 *
 * @throws REVISION_UNREADABLE, REVISION_UNKNOWN, HISTORY_INCOMPLETE
 */
export async function neededOutputs(
  project: Project,
  { skipFailed = false, failureHint, ...wanted }: NeededScope,
  run: RunContext,
): Promise<readonly NeededOutput[]> {
  const scope = project.git === undefined && wanted.rev === undefined ? {} : wanted;
  if (project.git !== undefined && hasRevisions(scope)) await refuseShallow(project.git.repo, scope);
  const needed: NeededOutput[] = [];
  const known = new Set<string>();
  const warned = new Set<string>();
  const warn = (message: string): void => {
    if (!warned.has(message)) run.onEvent?.({ type: "warning", message });
    warned.add(message);
  };
  const onUnreadable = (_file: string, error: Error) => warn(`${error.message}. What it needs is not known`);
  const failures = skipFailed ? "skip" : "stop";
  await eachRevision(project, { scope, run, failures, ...(failureHint && { failureHint }) }, async (at, rev) => {
    const index = await loadIndex(at, skipFailed ? { onUnreadable } : {});
    for (const message of unrecorded(index)) warn(message);
    appendAll(needed, recordedOutputs(index, { project, rev }, known));
  });
  return needed;
}

/**
 * Lists what the outputs of an index record, in their order.
 *
 * @param known what was listed before; it is left out, and what is listed is added
 */
export function* recordedOutputs(
  index: ProjectIndex,
  at: Pick<NeededOutput, "project" | "rev">,
  known: Set<string>,
): Generator<NeededOutput> {
  for (const owned of ownedOutputs(index.stages)) {
    for (const output of recorded(owned, at)) {
      const key = keyOf(output);
      if (!known.has(key)) yield output;
      known.add(key);
    }
  }
}

/** An output's own object; of a directory on a version-aware remote, the objects of its files. */
function* recorded(owned: OwnedOutput, at: Pick<NeededOutput, "project" | "rev">): Generator<NeededOutput> {
  const { stage, output } = owned;
  const { entry, hashName, location } = output;
  if (!entry.cache) return;
  const digests = [output.oid, ...(entry.files ?? []).map((file) => parseOid(file.checksum?.value ?? ""))];
  for (const oid of digests) {
    if (oid === undefined) continue;
    const path = describeLocation(location);
    yield { ...at, owned, hashName, oid, path, remote: entry.remote, isImport: isRepoImport(stage) };
  }
}

/** What decides where an object is kept. */
function keyOf({ hashName, oid, remote, isImport, owned: { stage, output } }: NeededOutput): string {
  return JSON.stringify([hashName, oid, remote, isImport, isImport && isStoredImport(stage), output.entry.push]);
}

function unrecorded({ stages }: ProjectIndex): readonly string[] {
  return [...ownedOutputs(stages)]
    .filter(({ stage, output }) => output.cached && output.entry.checksum === undefined && !isPartialImport(stage))
    .filter(({ output }) => output.entry.files === undefined)
    .map(
      ({ stage, output }) =>
        `Output '${output.entry.path}' of '${stage.address}' has no recorded content: nothing is kept for it. ` +
        "Record it with `lode commit`.",
    );
}
