import { isLodeError } from "@lode/core";
import { GitReaders, type GitRepo, type Oid, type ProjectContext } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import { findUnclaimed } from "../objects/claims.ts";
import type { ObjectStorage } from "../objects/object-storage.ts";
import { type CommittedOutput, committedOutputs } from "./committed-outputs.ts";
import type { Repository } from "./repositories.ts";

/** What a check of pushed commits works with. */
export interface PushCheckPlaces {
  readonly database: Database;
  readonly objects: ObjectStorage;
  readonly context: ProjectContext;
}

/** What a push lacks. */
export interface PushLacks {
  /** Each object once, with the newest commit that needs it. */
  readonly missing: readonly (CommittedOutput & { readonly commit: string })[];
  /** Commits of which nobody can say what they need, with the reason. */
  readonly unreadable: readonly { readonly commit: string; readonly reason: string }[];
}

/**
 * Finds out which objects of commits a repository does not hold, or the storage does not have. Of a directory its manifest
 * is asked for: it is stored after its members only.
 *
 * @param commits the newest first
 * @param repo the repository, with the quarantine of the push
 */
export async function checkPush(
  places: PushCheckPlaces,
  { repository, repo }: { readonly repository: Repository; readonly repo: GitRepo },
  commits: readonly string[],
): Promise<PushLacks> {
  const needed = new Map<string, CommittedOutput & { readonly commit: string }>();
  const unreadable: PushLacks["unreadable"][number][] = [];
  await using readers = new GitReaders(repo);
  for (const commit of commits) {
    try {
      const at = { repo, context: places.context, name: repository };
      const outputs = await committedOutputs(at, commit, readers);
      for (const output of outputs.filter(({ isStoredHere }) => isStoredHere)) {
        const key = `${output.hashName} ${output.oid}`;
        if (!needed.has(key)) needed.set(key, { ...output, commit });
      }
    } catch (error) {
      unreadable.push({ commit, reason: reasonOf(error) });
    }
  }
  return { missing: await withoutStored(places, repository, [...needed.values()]), unreadable };
}

/** What is wrong with the commit; anything else is a mistake of ours. */
function reasonOf(error: unknown): string {
  if (isLodeError(error)) return error.message;
  throw error;
}

async function withoutStored<Output extends CommittedOutput>(
  { database, objects }: PushCheckPlaces,
  repository: Repository,
  outputs: readonly Output[],
): Promise<readonly Output[]> {
  const missing: Output[] = [];
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const wanted = outputs.filter((output) => output.hashName === hashName);
    const oids = wanted.map(({ oid }) => oid);
    const unclaimed = await findUnclaimed(database, repository.id, { hashName, oids });
    const held = oids.filter((oid) => !unclaimed.has(oid));
    const lost: ReadonlySet<Oid> =
      held.length === 0 ? new Set() : await objects.remote.findMissing({ hashName, oids: held }, {});
    missing.push(...wanted.filter(({ oid }) => unclaimed.has(oid) || lost.has(oid)));
  }
  return missing;
}
