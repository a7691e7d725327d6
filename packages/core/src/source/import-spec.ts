import { posix } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { isInRange, parseVersionRange } from "../formats/gto/version-range.ts";
import type { RepoSource } from "../formats/stage/dependency-entry.ts";
import { type ImportNotes, readImportNotes } from "../formats/stage/import-notes.ts";
import { isRepoImport, type Stage } from "../project/stage.ts";
import type { Source } from "./source.ts";
import type { SourceSpec } from "./source-context.ts";

/** The one dependency of an import from a repository. */
export interface ImportOrigin {
  /** The path as the `.dvc` file has it. */
  readonly path: string;
  readonly repo: RepoSource;
  readonly notes: ImportNotes;
}

/**
 * Where an import comes from; undefined if a stage is no import from a repository.
 *
 * @throws DVC_FILE_INVALID if the notes of the import have the wrong form
 */
export function importOrigin(stage: Stage): ImportOrigin | undefined {
  const entry = stage.deps[0]?.entry;
  if (!isRepoImport(stage) || entry?.repo === undefined) return undefined;
  return { path: entry.path, repo: entry.repo, notes: readImportNotes(stage.dvcFile?.file.meta, stage.file) };
}

/** The source at the commit that an import is locked to, or, without a lock, at what it follows. */
export function lockedSpec(repo: RepoSource): SourceSpec {
  return specAt(repo, repo.revLock ?? repo.rev);
}

/** The source at the newest commit of what an import follows. */
export function newestSpec(origin: Followed): SourceSpec {
  return specAt(origin.repo, followedRev(origin));
}

/** The source as it is without any revision: the default branch, or the work tree of a local path. */
export function unpinnedSpec(repo: RepoSource): SourceSpec {
  return specAt(repo, undefined);
}

type Followed = Pick<ImportOrigin, "repo" | "notes">;

/**
 * What an import follows: the range of versions that its notes name, else the `rev` of its dependency. The range holds
 * only while that `rev` is the tag of a version in it, or nothing was looked up yet: otherwise `dvc update --rev` has
 * moved the import to something else since.
 */
export function followedRev({ repo, notes }: Followed): string | undefined {
  const range = notes.rev === undefined ? undefined : parseVersionRange(notes.rev);
  if (range === undefined) return repo.rev;
  const holds = repo.rev === undefined ? repo.revLock === undefined : isInRange(repo.rev, range);
  return holds ? notes.rev : repo.rev;
}

/** An import that is to follow another revision or range of versions. */
export function following({ repo, notes }: Followed, rev: string): Followed {
  const { rev: _before, revLock: _locked, ...place } = repo;
  const { rev: _range, ...rest } = notes;
  if (parseVersionRange(rev) !== undefined) return { repo: place, notes: { ...rest, rev } };
  return { repo: { ...place, rev }, notes: rest };
}

/** A dependency with its lock. */
export type LockedRepo = RepoSource & Required<Pick<RepoSource, "revLock">>;

/**
 * The dependency of an import, locked to the commit of its source.
 *
 * @throws SOURCE_WITHOUT_COMMIT
 */
export function lockTo(repo: RepoSource, source: Pick<Source, "url" | "commit" | "version">): LockedRepo {
  const rev = source.version ?? repo.rev;
  return { ...repo, ...(rev !== undefined && { rev }), revLock: requireCommit(source) };
}

function specAt({ url, config, remote }: RepoSource, rev: string | undefined): SourceSpec {
  return {
    url,
    ...(rev !== undefined && { rev }),
    ...(config !== undefined && { config }),
    ...(remote !== undefined && { remote }),
  };
}

/**
 * The path of an import from the root of its source. What would lead out of the source stays in it, as in DVC: `/foo`
 * and `../foo` are `foo`.
 */
export function importedPath(path: string): string {
  return posix.normalize(`/${path}`).slice(1);
}

/**
 * The commit of a source.
 *
 * @throws SOURCE_WITHOUT_COMMIT if it has none: nothing can be locked to it then
 */
function requireCommit({ url, commit }: { readonly url: string; readonly commit: string | undefined }): string {
  if (commit !== undefined) return commit;
  throw new LodeError("SOURCE_WITHOUT_COMMIT", `Cannot import from "${url}": it has no commit to lock the import to`, {
    hint: "Commit there first, or copy the data with `lode get`.",
    details: { url },
  });
}
