import { isLodeError } from "@lode/core";
import type { GitReaders } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import { type CommittedData, committedData } from "./committed-data.ts";
import type { CommitPlace } from "./committed-outputs.ts";
import type { Repository } from "./repositories.ts";

/**
 * Keeps what some commits of a repository record, and no other ones: who asks for one of these reads one row, where reading
 * the files of a hundred datasets takes 50 ms and three processes. A commit that cannot be read is not kept.
 */
export async function keepSnapshots(
  database: Database,
  { repository, ...place }: Omit<CommitPlace, "name"> & { readonly repository: Repository },
  { commits, readers }: { readonly commits: ReadonlySet<string>; readonly readers: GitReaders },
): Promise<void> {
  const rows = await database
    .selectFrom("kept_snapshots")
    .select("commit_id")
    .where("repository_id", "=", repository.id)
    .execute();
  const kept = new Set(rows.map(({ commit_id }) => commit_id));
  for (const commit of [...commits].filter((one) => !kept.has(one))) {
    const data = await readableData({ ...place, name: repository }, commit, readers);
    if (data === undefined) continue;
    const row = { repository_id: repository.id, commit_id: commit, content: JSON.stringify(data) };
    await database
      .insertInto("kept_snapshots")
      .values(row)
      .onConflict((conflict) => conflict.doNothing())
      .execute();
  }
  const gone = [...kept].filter((one) => !commits.has(one));
  if (gone.length === 0) return;
  const ofRepository = database.deleteFrom("kept_snapshots").where("repository_id", "=", repository.id);
  await ofRepository.where("commit_id", "in", gone).execute();
}

async function readableData(at: CommitPlace, commit: string, readers: GitReaders): Promise<CommittedData | undefined> {
  try {
    return await committedData(at, commit, readers);
  } catch (error) {
    if (isLodeError(error)) return undefined;
    throw error;
  }
}

/** What a commit records, if that is kept. */
export async function keptSnapshot(
  database: Database,
  repositoryId: string,
  commit: string,
): Promise<CommittedData | undefined> {
  const row = await database
    .selectFrom("kept_snapshots")
    .select("content")
    .where("repository_id", "=", repositoryId)
    .where("commit_id", "=", commit)
    .executeTakeFirst();
  return row === undefined ? undefined : JSON.parse(row.content);
}
