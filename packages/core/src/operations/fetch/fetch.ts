import type { Oid } from "../../base/oid.ts";
import { resolveRemote } from "../../formats/config/resolve-remote.ts";
import { choosePaths, type PathPatterns } from "../../formats/ignore/path-choice.ts";
import { mayBeChosen } from "../../project/choose-wanted.ts";
import { collectWanted, isStored, selectedOutputs, type WantedOutput } from "../../project/collect-wanted.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { type Mover, moveObjects, transferError, warnMissing } from "../../project/move-objects.ts";
import { fetchRuns } from "../../project/move-runs.ts";
import { remoteNotSet } from "../../project/open-remote.ts";
import { openRemoteToRead } from "../../project/open-remote-to-read.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { RevisionScope } from "../../project/scope-commits.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { type SplitOutputs, splitByVersions } from "../../project/split-by-versions.ts";
import { isPartialImport, isRepoImport, isUrlImport, type Stage } from "../../project/stage.ts";
import { verifiedCacheDirs } from "../../project/verified-dirs.ts";
import { fetchImports } from "../../source/fetch-imports.ts";
import { fetchOwnCopies } from "../../source/fetch-own-copies.ts";
import { findMissing } from "../../store/find-missing.ts";
import { fetchObjects } from "../../transfer/fetch-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { joinOutcomes, nothingMoved, type TransferOutcome } from "../../transfer/wanted-objects.ts";
import { announceFetch } from "./announce-fetch.ts";
import { fetchVersions } from "./fetch-versions.ts";

/** What is fetched, and from where. */
export interface FetchOptions extends SelectOptions, RevisionScope, PathPatterns {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
  /** In place of the default remote; outputs that name another remote are then left out. */
  readonly remote?: string;
  /** Outputs of this many bytes or more are left out; those of unknown size are not. */
  readonly maxSizeBytes?: number;
  /** Only outputs of pipelines with one of these roles. */
  readonly types?: readonly OutputRole[];
  /** True: the records of DVC's run cache are brought too, all of them. Default: false. */
  readonly runCache?: boolean;
}

/** What an output of a pipeline can be beside data. */
export type OutputRole = "metrics" | "plots";

/** What was fetched. */
export interface FetchResult {
  /** Objects that the cache did not have, manifests included. */
  readonly fetched: number;
  /** Objects that neither the cache nor the remote has. */
  readonly missing: readonly Oid[];
}

/**
 * Brings the objects of outputs into the cache: of the work tree, and of the revisions in scope. Imports come from
 * the project's own remotes, as far as these have them, else from their source repositories or URLs.
 *
 * What the remote cannot give comes from the other remotes of the configuration, but for outputs that name their own.
 *
 * Without any remote, outputs that need one are passed over with a warning, as DVC does.
 *
 * @throws REMOTE_MISSING, TARGET_UNKNOWN, IGNORE_INVALID, TRANSFER_FAILED, LOCK_HELD, and what opening of a source throws
 */
export function fetch(project: Project, options: FetchOptions, context: MoveContext): Promise<FetchResult> {
  return withProjectLock(project, async () => {
    const outcome = await fetchLocked(project, options, context);
    refuseFailed(outcome);
    return fetchResult(outcome);
  });
}

/** What the user is told of an outcome. */
export function fetchResult({ transferred, missing }: TransferOutcome): FetchResult {
  return { fetched: transferred.length, missing };
}

/** @throws TRANSFER_FAILED if objects could not be fetched */
export function refuseFailed(outcome: TransferOutcome): void {
  if (outcome.failed.length > 0) throw transferError("fetch data from the remote", outcome);
}

/** Does what fetch does for a caller that holds the project's lock and looks at what failed. */
export async function fetchLocked(
  project: Project,
  options: FetchOptions,
  context: MoveContext,
): Promise<TransferOutcome> {
  if (options.runCache) await fetchRuns(project, options.remote, context);
  const isChosen = choosePaths(options);
  const collect = async (at: Project): Promise<readonly WantedOutput[]> => {
    const selections = await selectTargets({ project: at, index: () => loadIndex(at) }, options.targets ?? [], options);
    return selectedOutputs(selections)
      .filter((wanted) => isFetched(wanted, options) && mayBeChosen(wanted.output, isChosen))
      .map((wanted) => (isChosen === undefined ? wanted : { ...wanted, isChosen }));
  };
  const outputs = (await eachRevision(project, { scope: options, run: context }, collect)).flat();
  const imports = outputs.filter(({ stage }) => isFromSource(stage));
  const fromUrls = outputs.filter(({ stage, output }) => isUrlImport(stage) && isStored(output));
  const stored = outputs.filter((wanted) => !isRepoImport(wanted.stage) && isStored(wanted.output));
  const { plain, versioned } = splitByVersions(project, stored, options.remote);
  const own = collectWanted(plain);
  const wanted = new Map(own);
  if (options.remote !== undefined && outputs.length > 0) resolveRemote(project.config, options.remote);
  if ((options.remote ?? project.config.core.remote) === undefined && wanted.delete(undefined)) warnNoRemote(context);
  await announceFetch(project, outputs, context);
  const places = { ...project, remote: options.remote, openDefault: openRemoteToRead };
  const moved = joinOutcomes([
    await moveObjects(places, fetchKnowing(project), { wanted, context }),
    ...(await fetchAllVersions(project, versioned, context)),
  ]);
  const isIncomplete = wanted.size < own.size || moved.missing.length + moved.failed.length > 0;
  const lost = isIncomplete ? fromUrls : [];
  const outcome = joinOutcomes([
    await withLost(project, moved, await fetchImports(project, lost, context)),
    { ...nothingMoved, transferred: await fetchOwnCopies({ project, remote: options.remote }, imports, context) },
    await fetchImports(project, imports, context),
  ]);
  warnMissing(outcome, context);
  return outcome;
}

/** What became of all: some of what the remotes lacked came from elsewhere. */
async function withLost({ cache }: Project, moved: TransferOutcome, lost: TransferOutcome): Promise<TransferOutcome> {
  if (lost.transferred.length === 0) return moved;
  const gone = new Set(await findMissing(cache.current, [...moved.missing, ...moved.failed.map(({ oid }) => oid)]));
  const missing = moved.missing.filter((oid) => gone.has(oid));
  const failed = moved.failed.filter(({ oid }) => gone.has(oid));
  return joinOutcomes([{ ...moved, missing, failed }, lost]);
}

async function fetchAllVersions(
  project: Project,
  groups: SplitOutputs["versioned"],
  context: MoveContext,
): Promise<readonly TransferOutcome[]> {
  const outcomes: TransferOutcome[] = [];
  for (const group of groups) outcomes.push(await fetchVersions(project, group, context));
  return outcomes;
}

/** Fetches objects of which the cache is not known to have all. */
function fetchKnowing(project: Project): Mover {
  return (route, objects, context) =>
    fetchObjects({ ...route, verified: verifiedCacheDirs(project, route.store) }, objects, context);
}

/** An import from a URL has its data in the project's own remote, unless nothing is known of the data yet. */
function isFromSource(stage: Stage): boolean {
  return isRepoImport(stage) || (isUrlImport(stage) && isPartialImport(stage));
}

function isFetched({ stage, output }: WantedOutput, options: FetchOptions): boolean {
  const { entry } = output;
  if (!output.cached) return false;
  if (options.remote !== undefined && entry.remote !== undefined && entry.remote !== options.remote) return false;
  const { maxSizeBytes, types } = options;
  if (maxSizeBytes !== undefined && entry.size !== undefined && entry.size >= maxSizeBytes) return false;
  return types === undefined || types.some((type) => hasRole(stage, output, type));
}

function hasRole(stage: Stage, { entry }: WantedOutput["output"], role: OutputRole): boolean {
  const wanted = role === "metrics" ? "metric" : "plot";
  return stage.pipeline?.outs.some((out) => out.path === entry.path && out.role === wanted) ?? false;
}

function warnNoRemote(context: MoveContext): void {
  const { message, hint = "" } = remoteNotSet();
  context.onEvent?.({ type: "warning", message: `${message}. ${hint}` });
}
