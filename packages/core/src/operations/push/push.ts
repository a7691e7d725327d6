import { LodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import {
  collectWanted,
  isPushed,
  selectedOutputs,
  type WantedByRemote,
  type WantedOutput,
} from "../../project/collect-wanted.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { type Mover, moveObjects, transferError, warnMissing } from "../../project/move-objects.ts";
import { pushRuns } from "../../project/move-runs.ts";
import { remoteNotSet } from "../../project/open-remote.ts";
import { sharedRemotes } from "../../project/open-remote-to-read.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { hasRevisions, type RevisionScope } from "../../project/scope-commits.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { splitByVersions } from "../../project/split-by-versions.ts";
import { verifiedDirs } from "../../project/verified-dirs.ts";
import { versionedRemoteOf } from "../../project/versioned-remotes.ts";
import { pushObjects, pushOverDamaged } from "../../transfer/push-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, type TransferOutcome } from "../../transfer/wanted-objects.ts";
import { expandGlobs } from "../expand-globs.ts";
import { notEveryRemote, type PushedToRemote, pushToEveryRemote } from "./push-to-every-remote.ts";
import { pushVersions } from "./push-versions.ts";

/** What is pushed, and where. */
export interface PushOptions extends SelectOptions, RevisionScope {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
  /** Targets are patterns. Default: false. */
  readonly glob?: boolean;
  /** In place of the default remote; outputs that name another remote are then left out. */
  readonly remote?: string;
  /** True: what names no remote is sent to every remote of the configuration. Not with `remote`. Default: false. */
  readonly allRemotes?: boolean;
  /** True: the records of DVC's run cache are sent too, all of them. Default: false. */
  readonly runCache?: boolean;
  /** True: what the remote has is read, and replaced where it is damaged. Default: false. */
  readonly force?: boolean;
}

/** What was pushed. */
export interface PushResult {
  /** Objects that the remote did not have, manifests included, and records of the run cache. */
  readonly pushed: number;
  /** Objects that neither the cache nor the remote has. */
  readonly missing: readonly Oid[];
  /** What each remote got; only with `allRemotes`. */
  readonly remotes?: readonly { readonly remote: string; readonly pushed: number }[];
}

/**
 * Sends the objects of outputs to their remotes: of the work tree, and of the revisions in scope. A directory's
 * manifest follows after all its members. Imports from other repositories and outputs with `push: false` stay.
 *
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, TARGET_UNKNOWN, TRANSFER_FAILED, LOCK_HELD, OPTIONS_CONFLICT
 */
export async function push(project: Project, options: PushOptions, context: MoveContext): Promise<PushResult> {
  return withProjectLock(project, async () => {
    refuseBoth(options);
    const runs = options.runCache ? await sendRuns(project, options, context) : 0;
    const targets = await expandGlobs(project, options);
    const collect = async (at: Project): Promise<readonly WantedOutput[]> =>
      selectedOutputs(await selectTargets({ project: at, index: () => loadIndex(at) }, targets, options)).filter(
        (wanted) => isPushed(wanted, options.remote),
      );
    refuseRevisions(project, options);
    const outputs = (await eachRevision(project, { scope: options, run: context }, collect)).flat();
    const { plain, versioned } = splitByVersions(project, outputs, options.remote);
    const wanted = collectWanted(options.allRemotes ? outputs.filter(isForAll(plain)) : plain);
    if (versioned.length === 0) refuseNoRemote(project, options, wanted);
    const send: Mover = (route, objects, run) =>
      options.force
        ? pushOverDamaged(route, objects, run)
        : pushObjects({ ...route, verified: verifiedDirs(project, route.remote, objects.hashName) }, objects, run);
    const { outcome: moved, remotes } = options.allRemotes
      ? await pushToEveryRemote(project, send, { wanted, context })
      : { outcome: await moveObjects({ ...project, remote: options.remote }, send, { wanted, context }) };
    const outcome = joinOutcomes([moved, await pushVersions(project, versioned, context)]);
    warnMissing(outcome, context);
    return { ...pushResult(outcome, remotes), pushed: runs + outcome.transferred.length };
  });
}

/** @throws TRANSFER_FAILED if a remote did not get everything */
function pushResult(outcome: TransferOutcome, remotes: readonly PushedToRemote[] | undefined): PushResult {
  const error = remotes && notEveryRemote(remotes);
  if (error !== undefined) throw error;
  if (outcome.failed.length > 0) throw transferError("push data to the remote", outcome);
  const byRemote = remotes?.map(({ remote, pushed }) => ({ remote, pushed }));
  const { transferred, missing } = outcome;
  return { pushed: transferred.length, missing, ...(byRemote !== undefined && { remotes: byRemote }) };
}

function refuseBoth({ remote, allRemotes = false }: PushOptions): void {
  if (remote === undefined || !allRemotes) return;
  throw new LodeError("OPTIONS_CONFLICT", "Cannot push to all remotes and to a single one at once");
}

/** Without anything to push, too, as in DVC. */
function refuseNoRemote(project: Project, { remote, allRemotes }: PushOptions, wanted: WantedByRemote): void {
  const needsDefault = !allRemotes && (wanted.size === 0 || wanted.has(undefined));
  if (needsDefault && (remote ?? project.config.core.remote) === undefined) throw remoteNotSet();
}

async function sendRuns(project: Project, options: PushOptions, context: MoveContext): Promise<number> {
  if (!options.allRemotes) return pushRuns(project, options.remote, context);
  let sent = 0;
  for (const name of sharedRemotes(project)) sent += await pushRuns(project, name, context);
  return sent;
}

/** Every remote gets what belongs to none in particular, also if the default one keeps versions. */
function isForAll(plain: readonly WantedOutput[]): (wanted: WantedOutput) => boolean {
  const known = new Set(plain);
  return (wanted) => wanted.output.entry.remote === undefined || known.has(wanted);
}

/** The metadata of the work tree name the versions; those of other revisions cannot be changed. */
function refuseRevisions(project: Project, options: PushOptions): void {
  const chosen = hasRevisions(options) ? versionedRemoteOf(project, undefined, options.remote) : undefined;
  if (chosen === undefined) return;
  const state = "it keeps files at their own paths, with versions";
  throw new LodeError("REMOTE_VERSIONED", `Cannot push several revisions to the remote '${chosen.name}': ${state}`, {
    hint: "Push the work tree of each revision.",
    details: { remote: chosen.name },
  });
}
