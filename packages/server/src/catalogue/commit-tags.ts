import type { GitRef } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import { batchesOf } from "./changes-of.ts";

/** Writes down which tags lead to which commits, in one transaction; only what has changed is touched. */
export async function writeCommitTags(
  database: Database,
  repositoryId: string,
  tags: readonly GitRef[],
): Promise<void> {
  const wanted = new Map(tags.map(({ name, commit }) => [name, commit]));
  await database.transaction().execute(async (transaction) => {
    const rows = await transaction
      .selectFrom("commit_tags")
      .select(["name", "commit_id"])
      .where("repository_id", "=", repositoryId)
      .execute();
    const known = new Map(rows.map(({ name, commit_id }) => [name, commit_id]));
    const gone = [...known].filter(([name, commit]) => wanted.get(name) !== commit).map(([name]) => name);
    const added = [...wanted].filter(([name, commit]) => known.get(name) !== commit);
    for (const some of batchesOf(gone)) {
      const ofRepository = transaction.deleteFrom("commit_tags").where("repository_id", "=", repositoryId);
      await ofRepository.where("name", "in", some).execute();
    }
    for (const some of batchesOf(added)) {
      const values = some.map(([name, commit_id]) => ({ repository_id: repositoryId, commit_id, name }));
      await transaction.insertInto("commit_tags").values(values).execute();
    }
  });
}

/** The names of the tags of some commits, at most a few thousand, by commit and in the order of their bytes. */
export async function readCommitTags(
  database: Database,
  repositoryId: string,
  commits: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (commits.length === 0) return new Map();
  const rows = await database
    .selectFrom("commit_tags")
    .select(["commit_id", "name"])
    .where("repository_id", "=", repositoryId)
    .where("commit_id", "in", commits)
    .orderBy("name")
    .execute();
  const ofCommit = Map.groupBy(rows, ({ commit_id }) => commit_id);
  return new Map([...ofCommit].map(([commit, tags]) => [commit, tags.map(({ name }) => name)]));
}
