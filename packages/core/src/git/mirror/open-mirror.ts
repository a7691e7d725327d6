import { mkdir } from "node:fs/promises";
import type { RunContext } from "../../base/events.ts";
import type { FindToken } from "../../base/find-token.ts";
import { LodeError } from "../../base/lode-error.ts";
import type { GitContext } from "../git-context.ts";
import type { GitRepo } from "../git-repo.ts";
import { findRevision, isFullSha, looksLikeSha, unknownRevision } from "../resolve-revision.ts";
import { cloneMirror } from "./clone-mirror.ts";
import { fetchCommit, fetchMirror } from "./fetch-mirror.ts";
import { withMirrorLock } from "./mirror-lock.ts";
import { lastFetchedMs, type MirrorPlace, mirrorPlace, mirrorRepo, mirrorState } from "./mirror-place.ts";

/** Which revision of a remote repository is wanted, and what may be done to get it. */
export interface OpenMirrorOptions extends GitContext, RunContext {
  /** The user's cache folder; mirrors are in `git/` below it. */
  readonly cacheDir: string;
  /** Default: the server's HEAD. */
  readonly rev?: string;
  /** Whether the network must not be used. Default: it may be. */
  readonly offline?: boolean;
  /** A mirror that was fetched at this time or later (milliseconds since 1970) is new enough. Default: now. */
  readonly freshSinceMs?: number;
  /** Gives the tokens of servers to which the user has signed in. Default: there is none. */
  readonly findToken?: FindToken | undefined;
}

/** A remote repository on this machine, and the commit that was asked for. */
export interface OpenedMirror {
  readonly repo: GitRepo;
  /** The full id. */
  readonly commit: string;
}

/**
 * Opens a remote repository through a copy without the contents of files, which is kept in the cache folder and
 * brought up to date. A commit id that the copy has needs no network and one process; anything else is one request.
 * Several processes may do this at once.
 *
 * Contents are fetched when they are read, see GitTree.prefetch.
 *
 * @throws SOURCE_URL_REFUSED if the address is not one, or is dangerous
 * @throws SOURCE_UNREACHABLE if the server does not answer or refuses
 * @throws OFFLINE if the network is not to be used and the copy does not have the revision
 * @throws REVISION_UNKNOWN if the server has no such revision
 */
export async function openMirror(url: string, options: OpenMirrorOptions): Promise<OpenedMirror> {
  const askedMs = options.freshSinceMs ?? Date.now();
  const place = mirrorPlace(url, options.cacheDir, options);
  const repo = mirrorRepo(place, options.offline ?? false);
  const known = await knownCommit(place, repo, options);
  if (known !== undefined) return { repo, commit: known };
  if (options.offline) throw offlineError(place, options.rev);
  const commit = await refreshAndFind(place, askedMs, options);
  if (commit === undefined) throw unknownRevision(repo, options.rev ?? "HEAD");
  return { repo, commit };
}

/** The commit, if it can be told without the server: ids never move, names do. */
async function knownCommit(place: MirrorPlace, repo: GitRepo, options: OpenMirrorOptions): Promise<string | undefined> {
  const { rev = "HEAD", offline = false } = options;
  const fresh = options.freshSinceMs !== undefined && (await lastFetchedMs(place)) >= options.freshSinceMs;
  if (!offline && !fresh && !looksLikeSha(rev)) return undefined;
  if ((await mirrorState(place)) !== "present") return undefined;
  const commit = await findRevision(repo, rev);
  // A branch may be named like the start of an id; then it is the name that counts, and names move.
  return offline || fresh || commit?.startsWith(rev) ? commit : undefined;
}

async function refreshAndFind(
  place: MirrorPlace,
  askedMs: number,
  options: OpenMirrorOptions,
): Promise<string | undefined> {
  const { rev = "HEAD", signal } = options;
  const repo = mirrorRepo(place, false);
  await mkdir(place.parent, { recursive: true });
  return withMirrorLock(place.lockFile, signal, async () => {
    await refresh(place, askedMs, options);
    const commit = await findRevision(repo, rev);
    if (commit !== undefined || !isFullSha(rev)) return commit;
    return (await fetchCommit(place, rev, options)) ? findRevision(repo, rev) : undefined;
  });
}

async function refresh(place: MirrorPlace, askedMs: number, run: RunContext): Promise<void> {
  if ((await mirrorState(place)) !== "present") return cloneMirror(place, run);
  // Whoever held the lock before may have fetched while we waited.
  if ((await lastFetchedMs(place)) < askedMs) await fetchMirror(place, run);
}

function offlineError(place: MirrorPlace, rev: string | undefined): LodeError {
  const what = rev === undefined ? "" : `the revision "${rev}" of `;
  return new LodeError("OFFLINE", `Cannot open ${what}"${place.url.clean}": it is not in the local copy`, {
    hint: "Run the command again without offline mode",
    details: { url: place.url.clean, ...(rev === undefined ? {} : { rev }) },
  });
}
