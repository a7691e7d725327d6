import { type GitRef, type GitRepo, isFullSha, listTags, namedCommits, refState } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { NotedRevisionRow } from "../db/schema/catalogue-rows.ts";
import { defaultBranch } from "./default-branch.ts";

/** How many tags of a repository are noted, and their commits kept: the newest. */
const TAGS_MAX = 10;

/** A repository as Git and as the database have it. */
export interface NotedPlace {
  readonly repo: GitRepo;
  readonly repositoryId: string;
}

/**
 * Notes where HEAD, the default branch and the newest tags lead, so that the first who asks, on whichever server of the
 * registry and after whichever start, needs no git. What a push changes meanwhile is not noted.
 *
 * @param tags what listTags says. Default: it is asked
 * @returns the commits, also those that were not noted; that of HEAD if it has one
 */
export async function noteRevisions(
  database: Database,
  { repo, repositoryId }: NotedPlace,
  tags?: readonly GitRef[],
): Promise<ReadonlyMap<string, string>> {
  const names = await namesToNote(repo, tags ?? (await listTags(repo)));
  const statesOf = () => Promise.all(names.map((name) => refState(repo, name)));
  const before = await statesOf();
  // HEAD is a name whatever else is there; of others only the state says that they are no more than that.
  const plain = names.filter((name, at) => name === "HEAD" || before[at] !== undefined);
  const commits = await namedCommits(repo, plain);
  const after = await statesOf();
  const rows = names.flatMap((name, at): readonly NotedRevisionRow[] => {
    const [state, commit_id] = [before[at], commits.get(name)];
    if (state === undefined || state !== after[at] || commit_id === undefined) return [];
    return [{ repository_id: repositoryId, name, state, commit_id }];
  });
  await writeNoted(database, repositoryId, rows);
  return commits;
}

async function namesToNote(repo: GitRepo, tags: readonly GitRef[]): Promise<readonly string[]> {
  const branch = await defaultBranch(repo);
  const newest = tags.toSorted((one, other) => other.timeMs - one.timeMs).slice(0, TAGS_MAX);
  return [...new Set(["HEAD", ...(branch === undefined ? [] : [branch]), ...newest.map(({ name }) => name)])];
}

async function writeNoted(database: Database, repositoryId: string, rows: readonly NotedRevisionRow[]): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    await transaction.deleteFrom("noted_revisions").where("repository_id", "=", repositoryId).execute();
    // Of a repository that was removed meanwhile nothing is noted.
    const query = transaction.selectFrom("repositories").select("id").where("id", "=", repositoryId);
    if (rows.length === 0 || (await query.executeTakeFirst()) === undefined) return;
    await transaction.insertInto("noted_revisions").values(rows).execute();
  });
}

/**
 * Gives the commit of a revision as the index of a push has noted it.
 *
 * @param state what refState says now of a name; a full id needs none: it was the commit that it is, or there was none
 * @returns undefined if it was not noted, or may lead elsewhere since
 */
export async function notedCommit(
  database: Database,
  repositoryId: string,
  { rev, state }: { readonly rev: string; readonly state: string },
): Promise<string | undefined> {
  const row = isFullSha(rev)
    ? await database
        .selectFrom("indexed_commits")
        .select("commit_id")
        .where("repository_id", "=", repositoryId)
        .where("commit_id", "=", rev)
        .executeTakeFirst()
    : await database
        .selectFrom("noted_revisions")
        .select("commit_id")
        .where("repository_id", "=", repositoryId)
        .where("name", "=", rev)
        .where("state", "=", state)
        .executeTakeFirst();
  return row?.commit_id;
}
