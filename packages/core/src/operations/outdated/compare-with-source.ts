import { isLodeError } from "../../base/lode-error.ts";
import { familyOf, newestVersion, parseVersionRange } from "../../formats/gto/version-range.ts";
import type { RepoSource } from "../../formats/stage/dependency-entry.ts";
import type { GitRef } from "../../git/list-refs.ts";
import type { Stage } from "../../project/stage.ts";
import { followedRev, type ImportOrigin, importedPath, newestSpec, unpinnedSpec } from "../../source/import-spec.ts";
import type { Source } from "../../source/source.ts";
import { sourceEntry } from "../../source/source-entry.ts";
import type { SourcePool } from "../../source/source-pool.ts";
import type { ComparedVersions, SeenVersion } from "./outdated-import.ts";

/**
 * Looks up the versions of an import.
 *
 * @throws what opening of the source throws; see isNotReachable
 */
export async function compareWithSource(
  pool: SourcePool,
  stage: Stage,
  origin: ImportOrigin,
): Promise<ComparedVersions> {
  const { repo } = origin;
  const followed = await pool.open(newestSpec(origin));
  const tags = (await followed.history?.tags()) ?? [];
  const current = lockedVersion(repo, tags);
  const wanted = versionOf(followed, { rev: followedRev(origin), tags });
  const newest = await newestOf(pool, origin, tags);
  const same = current?.commit === wanted?.commit || (await hasSameData(followed, stage, origin));
  return { current, wanted, newest: newest ?? wanted, state: same ? "current" : "behind" };
}

/** What an import is locked to: with the tag that it names, if that is still on the same commit. */
export function lockedVersion({ rev, revLock }: RepoSource, tags: readonly GitRef[]): SeenVersion | null {
  if (revLock === undefined) return null;
  const tag = tags.find(({ name, commit }) => name === rev && commit === revLock);
  return { tag: tag?.name ?? null, commit: revLock };
}

function versionOf(
  { version, commit }: Source,
  { rev, tags }: { readonly rev: string | undefined; readonly tags: readonly GitRef[] },
): SeenVersion | null {
  if (commit === undefined) return null;
  const tag = version ?? tags.find(({ name }) => name === rev)?.name;
  return { tag: tag ?? null, commit };
}

async function newestOf(pool: SourcePool, origin: ImportOrigin, tags: readonly GitRef[]): Promise<SeenVersion | null> {
  const { repo } = origin;
  const rev = followedRev(origin) ?? "";
  const range = parseVersionRange(rev);
  const family = range === undefined ? familyOf(rev) : range;
  const newest = family === undefined ? undefined : newestVersion(tags, family);
  if (newest !== undefined) return { tag: newest.name, commit: newest.commit };
  return versionOf(await pool.open(unpinnedSpec(repo)), { rev: undefined, tags });
}

/** Whether the data at another commit is what the import has. What cannot be told without downloading data is not. */
async function hasSameData(source: Source, stage: Stage, { path, repo, notes }: ImportOrigin): Promise<boolean> {
  const oid = stage.outs[0]?.oid;
  if (oid === undefined || notes.include !== undefined || notes.exclude !== undefined) return false;
  try {
    const from = importedPath(path);
    const entry = await sourceEntry(source, from);
    if (entry?.file === undefined) return entry?.data?.object?.oid === oid;
    return entry.data === undefined && (await isSameInGit(source, repo.revLock, from));
  } catch (error) {
    if (isLodeError(error)) return false;
    throw error;
  }
}

async function isSameInGit(
  { history, commit, diskRoot }: Source,
  before: string | undefined,
  path: string,
): Promise<boolean> {
  if (history === undefined || commit === undefined || before === undefined || diskRoot !== undefined) return false;
  const now = await history.pathOid(commit, path);
  return now !== undefined && now === (await history.pathOid(before, path));
}

/** Says whether an error means that a source, or what is followed there, could not be asked for. */
export function isNotReachable(error: unknown): boolean {
  return isLodeError(
    error,
    "SOURCE_UNREACHABLE",
    "OFFLINE",
    "GIT_REPO_MISSING",
    "REVISION_UNKNOWN",
    "VERSION_UNKNOWN",
    "SOURCE_URL_REFUSED",
  );
}
