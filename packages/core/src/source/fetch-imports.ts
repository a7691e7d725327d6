import { isLodeError, type LodeError } from "../base/lode-error.ts";
import type { HashName } from "../base/oid.ts";
import type { WantedOutput } from "../project/collect-wanted.ts";
import { partialImportCache } from "../project/partial-import.ts";
import type { Project, ProjectCache } from "../project/project.ts";
import { isPartialImport, isRepoImport } from "../project/stage.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { joinOutcomes, nothingMoved, type TransferOutcome } from "../transfer/wanted-objects.ts";
import { accessCache } from "./access-cache.ts";
import { fetchLockedImport } from "./fetch-locked-import.ts";
import { fetchPartialImport } from "./fetch-partial-import.ts";
import { findLackingImport } from "./find-lacking-import.ts";
import { importOrigin } from "./import-spec.ts";
import { type SourcePool, sourcePool } from "./source-pool.ts";
import { fetchLostUrlImport } from "./url/fetch-lost-url-import.ts";
import { fetchPartialUrlImport } from "./url/fetch-partial-url-import.ts";

/**
 * Brings the data of imports from their sources into the project's cache, at the commits that they are locked to. A
 * source is opened only if something is lacking, and once for each commit. Data of a partial import, which records no
 * content, is always fetched; see partialImportCache.
 *
 * Data of imports from URLs, which the project's own remotes should have, is fetched if the cache lacks it, and the URL
 * still has what was imported.
 *
 * A source that cannot be reached is passed over with a warning, since the data may be had from elsewhere; what it
 * would have given is `missing`. Not so offline: then nothing else is asked.
 *
 * @throws OFFLINE, and what opening of a source and storing throw beside that
 */
export async function fetchImports(
  project: Project,
  imports: readonly WantedOutput[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const outcomes: TransferOutcome[] = [];
  const full = imports.filter(({ stage }) => !isPartialImport(stage) && isRepoImport(stage));
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const group = full.filter(({ output }) => output.hashName === hashName);
    outcomes.push(await fetchFull(project, { group, hashName }, context));
  }
  const partial = imports.filter(({ stage }) => isPartialImport(stage));
  outcomes.push(await fetchPartial(project, partial, context));
  const lost = imports.filter(({ stage }) => !isPartialImport(stage) && !isRepoImport(stage));
  for (const wanted of lost) {
    const transferred = await passingOver(() => fetchLostUrlImport(project, wanted, context), context);
    outcomes.push({ ...nothingMoved, transferred: transferred ?? [] });
  }
  return joinOutcomes(outcomes);
}

async function fetchFull(
  project: Project,
  { group, hashName }: { readonly group: readonly WantedOutput[]; readonly hashName: HashName },
  context: MoveContext,
): Promise<TransferOutcome> {
  if (group.length === 0) return nothingMoved;
  using cache = accessCache(project, hashName);
  await using pool = poolFor(project, cache, context);
  const outcomes: TransferOutcome[] = [];
  for (const wanted of group) {
    const lacking = await findLackingImport(project, wanted, context);
    if (lacking === undefined) continue;
    const fetched = await passingOver(() => fetchLockedImport(pool, lacking, { cache, hashName, context }), context);
    outcomes.push(fetched ?? { ...nothingMoved, missing: [lacking.oid] });
  }
  return joinOutcomes(outcomes);
}

async function fetchPartial(
  project: Project,
  imports: readonly WantedOutput[],
  context: MoveContext,
): Promise<TransferOutcome> {
  if (imports.length === 0) return nothingMoved;
  const cache = partialImportCache(project);
  const outcomes: TransferOutcome[] = [];
  await using pool = poolFor(project, cache, context);
  for (const { stage } of imports) {
    const origin = importOrigin(stage);
    const target = { cache, hashName: "md5", context } as const;
    const fetch =
      origin === undefined
        ? () => fetchPartialUrlImport(project, stage, context)
        : () => fetchPartialImport({ project, stage, pool }, origin, target);
    outcomes.push((await passingOver(fetch, context)) ?? nothingMoved);
  }
  return joinOutcomes(outcomes);
}

function poolFor(project: Project, cache: ProjectCache, context: MoveContext): SourcePool {
  return sourcePool({ ...context, context: project.context, cache });
}

/** Undefined, and a warning, if the source or what is wanted of it is not there. */
async function passingOver<T>(work: () => Promise<T>, { onEvent }: MoveContext): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (!isNotThere(error)) throw error;
    onEvent?.({ type: "warning", message: `${error.message}. Its data is left out` });
    return undefined;
  }
}

function isNotThere(error: unknown): error is LodeError {
  if (isLodeError(error, "SOURCE_UNREACHABLE", "GIT_REPO_MISSING", "REVISION_UNKNOWN")) return true;
  if (isLodeError(error, "URL_MISSING", "URL_UNSUPPORTED", "REMOTE_UNSUPPORTED")) return true;
  if (isLodeError(error, "STORAGE_DENIED", "STORAGE_UNREACHABLE")) return true;
  return isLodeError(error, "SOURCE_PATH_MISSING", "MANIFEST_MISSING", "OBJECTS_MISSING", "DATA_UNKNOWN");
}
