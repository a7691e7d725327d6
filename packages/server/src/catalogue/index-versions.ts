import { isLodeError } from "@lode/core";
import type { GitReaders, GitRef } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { DatasetState } from "../db/schema/catalogue-rows.ts";
import { type HistoryCommit, readHistory } from "../git/read-history.ts";
import { Recent } from "../jobs/recent.ts";
import { writeCommitTags } from "./commit-tags.ts";
import { type CommitPlace, type CommittedOutput, committedOutputs } from "./committed-outputs.ts";
import type { Repository } from "./repositories.ts";

/** How many outputs of commits are kept while a history is read. */
const OUTPUTS_MAX = 50_000;
/** How many rows are written at once; SQLite takes 32766 parameters. */
const BATCH = 1000;

/** What a history is read with. */
export interface HistoryReading {
  readonly tags: readonly GitRef[];
  readonly readers: GitReaders;
  readonly signal: AbortSignal;
}

/**
 * Writes down the tags; for each commit of the default branch and of tags that was not read before, which datasets it changed; of a
 * commit with a tag all of them; and forgets commits that no longer are there. Each commit is one transaction, so that it
 * may be broken off anywhere. A commit that cannot be read has no versions.
 */
export async function indexVersions(
  database: Database,
  { repository, repo, context }: Omit<CommitPlace, "name"> & { readonly repository: Repository },
  { tags, readers, signal }: HistoryReading,
): Promise<void> {
  await writeCommitTags(database, repository.id, tags);
  const tagged = new Set(tags.map(({ commit }) => commit));
  const history = await readHistory(repo);
  const known = await indexedCommits(database, repository.id);
  const present = new Set(history.map(({ commit }) => commit));
  const gone = [...known].filter(([commit, wasTagged]) => !present.has(commit) || (wasTagged && !tagged.has(commit)));
  for (const [commit] of gone) known.delete(commit);
  await forgetCommits(
    database,
    repository.id,
    gone.map(([commit]) => commit),
  );
  const recent = new Recent<readonly CommittedOutput[]>(OUTPUTS_MAX, ({ length }) => length);
  const outputsOf = (commit: string | undefined) =>
    commit === undefined
      ? Promise.resolve([])
      : recent.get(commit, () => readableOutputs({ repo, context, name: repository }, commit, readers));
  for (const entry of history) {
    signal.throwIfAborted();
    const isTagged = tagged.has(entry.commit);
    if (known.get(entry.commit) === isTagged) continue;
    const outputs = await outputsOf(entry.commit);
    const states = isTagged ? outputs : changedOutputs(await outputsOf(entry.firstParent), outputs);
    await writeVersions(database, { repositoryId: repository.id, entry, isTagged }, states);
  }
}

/** The commits that were read before, and whether they had a tag. */
async function indexedCommits(database: Database, repositoryId: string): Promise<Map<string, boolean>> {
  const rows = await database
    .selectFrom("indexed_commits")
    .select(["commit_id", "is_tagged"])
    .where("repository_id", "=", repositoryId)
    .execute();
  return new Map(rows.map(({ commit_id, is_tagged }) => [commit_id, is_tagged === 1]));
}

async function forgetCommits(database: Database, repositoryId: string, commits: readonly string[]): Promise<void> {
  for (let start = 0; start < commits.length; start += BATCH) {
    const some = commits.slice(start, start + BATCH);
    await database.transaction().execute(async (transaction) => {
      for (const table of ["versions", "indexed_commits"] as const) {
        const ofRepository = transaction.deleteFrom(table).where("repository_id", "=", repositoryId);
        await ofRepository.where("commit_id", "in", some).execute();
      }
    });
  }
}

/** What a commit records, or nothing if nobody can say. */
async function readableOutputs(
  at: CommitPlace,
  commit: string,
  readers: GitReaders,
): Promise<readonly CommittedOutput[]> {
  try {
    return await committedOutputs(at, commit, readers);
  } catch (error) {
    if (isLodeError(error)) return [];
    throw error;
  }
}

function changedOutputs(
  before: readonly CommittedOutput[],
  after: readonly CommittedOutput[],
): readonly CommittedOutput[] {
  const oids = new Map(before.map(({ path, oid }) => [path, oid]));
  return after.filter(({ path, oid }) => oids.get(path) !== oid);
}

async function writeVersions(
  database: Database,
  { repositoryId, entry, isTagged }: { repositoryId: string; entry: HistoryCommit; isTagged: boolean },
  outputs: readonly CommittedOutput[],
): Promise<void> {
  const at = { commit_id: entry.commit, committed_at: entry.committedAt.toISOString() };
  const rows = outputs.map((output) => ({ ...datasetState(repositoryId, output), ...at }));
  const indexed = { repository_id: repositoryId, commit_id: entry.commit, is_tagged: isTagged ? 1 : 0 };
  await database.transaction().execute(async (transaction) => {
    for (let start = 0; start < rows.length; start += BATCH) {
      const insert = transaction.insertInto("versions").values(rows.slice(start, start + BATCH));
      await insert
        .onConflict((conflict) => conflict.columns(["repository_id", "path", "commit_id"]).doNothing())
        .execute();
    }
    const insert = transaction.insertInto("indexed_commits").values(indexed);
    const key = ["repository_id", "commit_id"] as const;
    await insert.onConflict((c) => c.columns([...key]).doUpdateSet({ is_tagged: indexed.is_tagged })).execute();
  });
}

/** An output as the tables have it. */
export function datasetState(repositoryId: string, output: CommittedOutput): DatasetState {
  return {
    repository_id: repositoryId,
    path: output.path,
    hash_name: output.hashName,
    oid: output.oid,
    size_bytes: output.sizeBytes ?? null,
    files: output.files ?? null,
  };
}
