import { posix } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import type { RepoSource } from "../formats/stage/dependency-entry.ts";
import type { Stage } from "../project/stage.ts";
import type { SourceSpec } from "./source-context.ts";

/** The one dependency of an import from a repository. */
export interface ImportOrigin {
  /** The path as the `.dvc` file has it. */
  readonly path: string;
  readonly repo: RepoSource;
}

/** Where an import comes from; undefined if a stage is no import from a repository. */
export function importOrigin({ deps, outs, pipeline }: Stage): ImportOrigin | undefined {
  const entry = deps[0]?.entry;
  if (pipeline !== undefined || deps.length !== 1 || outs.length !== 1 || entry?.repo === undefined) return undefined;
  return { path: entry.path, repo: entry.repo };
}

/** The source at the commit that an import is locked to, or, without a lock, at what it follows. */
export function lockedSpec(repo: RepoSource): SourceSpec {
  return specAt(repo, repo.revLock ?? repo.rev);
}

/** The source at the newest commit of what an import follows. */
export function newestSpec(repo: RepoSource): SourceSpec {
  return specAt(repo, repo.rev);
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
export function requireCommit({ url, commit }: { readonly url: string; readonly commit: string | undefined }): string {
  if (commit !== undefined) return commit;
  throw new LodeError("SOURCE_WITHOUT_COMMIT", `Cannot import from "${url}": it has no commit to lock the import to`, {
    hint: "Commit there first, or copy the data with `lode get`.",
    details: { url },
  });
}
