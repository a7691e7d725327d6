import type { Oid } from "../../base/oid.ts";
import { collectWanted, isPushed, selectedOutputs, type WantedOutput } from "../../project/collect-wanted.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { type Mover, moveObjects, transferError, warnMissing } from "../../project/move-objects.ts";
import { pushRuns } from "../../project/move-runs.ts";
import { remoteNotSet } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { RevisionScope } from "../../project/scope-commits.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { verifiedDirs } from "../../project/verified-dirs.ts";
import { pushObjects, pushOverDamaged } from "../../transfer/push-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { expandGlobs } from "../expand-globs.ts";

/** What is pushed, and where. */
export interface PushOptions extends SelectOptions, RevisionScope {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
  /** Targets are patterns. Default: false. */
  readonly glob?: boolean;
  /** In place of the default remote; outputs that name another remote are then left out. */
  readonly remote?: string;
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
}

/**
 * Sends the objects of outputs to their remotes: of the work tree, and of the revisions in scope. A directory's
 * manifest follows after all its members. Imports from other repositories and outputs with `push: false` stay.
 *
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, TARGET_UNKNOWN, TRANSFER_FAILED, LOCK_HELD
 */
export async function push(project: Project, options: PushOptions, context: MoveContext): Promise<PushResult> {
  return withProjectLock(project, async () => {
    const runs = options.runCache ? await pushRuns(project, options.remote, context) : 0;
    const targets = await expandGlobs(project, options);
    const collect = async (at: Project): Promise<readonly WantedOutput[]> =>
      selectedOutputs(await selectTargets({ project: at, index: () => loadIndex(at) }, targets, options)).filter(
        (wanted) => isPushed(wanted, options.remote),
      );
    const outputs = (await eachRevision(project, { scope: options, run: context }, collect)).flat();
    const wanted = collectWanted(outputs);
    const needsDefault = wanted.size === 0 || wanted.has(undefined);
    if (needsDefault && (options.remote ?? project.config.core.remote) === undefined) throw remoteNotSet();
    const send: Mover = (route, objects, run) =>
      options.force
        ? pushOverDamaged(route, objects, run)
        : pushObjects({ ...route, verified: verifiedDirs(project, route.remote, objects.hashName) }, objects, run);
    const outcome = await moveObjects({ ...project, remote: options.remote }, send, { wanted, context });
    warnMissing(outcome, context);
    if (outcome.failed.length > 0) throw transferError("push data to the remote", outcome);
    return { pushed: runs + outcome.transferred.length, missing: outcome.missing };
  });
}
