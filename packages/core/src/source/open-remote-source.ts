import { join } from "node:path";
import { isLodeError } from "../base/lode-error.ts";
import { mirrorPlace, mirrorState } from "../git/mirror/mirror-place.ts";
import { type OpenedMirror, openMirror } from "../git/mirror/open-mirror.ts";
import { looksLikeSha } from "../git/resolve-revision.ts";
import { openCommitTrees } from "./commit-trees.ts";
import { makeSource } from "./make-source.ts";
import { type FoundServer, findServer, type RegistryServer } from "./served/registry-server.ts";
import { cloneNeeded, isServedRev, openServedCommit, signInNeeded } from "./served/served-commit.ts";
import { servedHistory } from "./served/served-history.ts";
import type { Source, SourceServices } from "./source.ts";
import type { SourceContext, SourceSpec } from "./source-context.ts";
import { repoHistory } from "./source-history.ts";

/** What is opened. */
interface Request {
  readonly spec: SourceSpec;
  readonly source: SourceContext;
  readonly services: SourceServices;
}

/**
 * Opens the repository of a Git URL: through the registry server that it leads to, where there is one, else through a
 * mirror in the user's cache folder.
 *
 * @throws SOURCE_UNREACHABLE, SOURCE_URL_REFUSED, REVISION_UNKNOWN, OFFLINE, BATCH_INVALID, GIT_MISSING
 */
export async function openRemoteSource(request: Request): Promise<Source> {
  const found = await findServerFor(request);
  if (found !== "none" && found !== "denied") return openServed(request, found);
  try {
    return await openMirrored(request);
  } catch (error) {
    const { url } = request.spec;
    if (found === "denied" && isLodeError(error, "SOURCE_UNREACHABLE", "GIT_MISSING")) throw signInNeeded(url, error);
    throw isLodeError(error, "GIT_MISSING") ? cloneNeeded(url, error) : error;
  }
}

/** A commit that a mirror has needs no network. */
async function findServerFor({ spec, source }: Request): Promise<FoundServer> {
  if (!isServedRev(spec.rev)) return "none";
  const isMirrored = spec.rev !== undefined && looksLikeSha(spec.rev) && (await hasMirror(spec.url, source));
  return isMirrored ? "none" : findServer(spec.url, source);
}

async function hasMirror(url: string, { context }: SourceContext): Promise<boolean> {
  return (await mirrorState(mirrorPlace(url, context.userCacheDir, context.git))) === "present";
}

async function openServed({ spec, source, services }: Request, server: RegistryServer): Promise<Source> {
  const { context, signal } = source;
  const served = await openServedCommit(server, spec, signal);
  const { commit, data, linked } = served;
  const rootDir = join(context.userCacheDir, "served", mirrorPlace(spec.url, "", context.git).url.key);
  const place = { spec, source, tree: linked, commit, rootDir, isLocal: false, server, next: new Map(), services };
  const clone = async () => (await mirrorOf({ spec: { ...spec, rev: commit }, source })).repo;
  const history = servedHistory(server, clone, signal);
  return makeSource(place, { tree: data, commit, history, dispose: () => served[Symbol.asyncDispose]() });
}

async function openMirrored(request: Request): Promise<Source> {
  const { repo, commit } = await mirrorOf(request);
  const trees = await openCommitTrees(repo, commit);
  const place = {
    ...request,
    tree: trees.linked,
    commit,
    rootDir: repo.gitDir,
    isLocal: false,
    next: new Map(),
  };
  const history = repoHistory(repo);
  return makeSource(place, { tree: trees.data, commit, history, dispose: () => trees[Symbol.asyncDispose]() });
}

function mirrorOf({ spec, source }: Omit<Request, "services">): Promise<OpenedMirror> {
  const { context, onEvent, signal, freshSinceMs } = source;
  return openMirror(spec.url, {
    ...context.git,
    cacheDir: context.userCacheDir,
    findToken: context.findToken,
    ...(spec.rev !== undefined && { rev: spec.rev }),
    ...(context.offline !== undefined && { offline: context.offline }),
    ...(freshSinceMs !== undefined && { freshSinceMs }),
    ...(onEvent !== undefined && { onEvent }),
    ...(signal !== undefined && { signal }),
  });
}
