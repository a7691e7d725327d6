import { isLodeError } from "@lode/core";
import type { GitReaders } from "@lode/core/engine";
import type { Database } from "../db/open-database.ts";
import type { KeptSnapshotRow } from "../db/schema/catalogue-rows.ts";
import { type CommittedData, committedData } from "./committed-data.ts";
import type { CommitPlace } from "./committed-outputs.ts";
import type { Repository } from "./repositories.ts";

/**
 * Keeps what some commits of a repository record, and no other ones, in one transaction: who asks for one of these reads one
 * row, where the files of a hundred datasets take some 40 ms of processor time and three processes. A commit that cannot be
 * read is not kept.
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
  const added: KeptSnapshotRow[] = [];
  for (const commit of [...commits].filter((one) => !kept.has(one))) {
    const data = await readableData({ ...place, name: repository }, commit, readers);
    if (data === undefined) continue;
    added.push({ repository_id: repository.id, commit_id: commit, content: JSON.stringify(data) });
  }
  const gone = [...kept].filter((one) => !commits.has(one));
  if (added.length === 0 && gone.length === 0) return;
  await database.transaction().execute(async (transaction) => {
    const ofRepository = transaction.deleteFrom("kept_snapshots").where("repository_id", "=", repository.id);
    if (gone.length > 0) await ofRepository.where("commit_id", "in", gone).execute();
    if (added.length === 0) return;
    const insert = transaction.insertInto("kept_snapshots").values(added);
    await insert.onConflict((conflict) => conflict.doNothing()).execute();
  });
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
