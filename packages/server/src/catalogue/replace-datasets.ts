import { addToSearch, removeFromSearch, searchRowsOf } from "../db/dialects/search-rows.ts";
import type { Database } from "../db/open-database.ts";
import type { DatasetRow, SearchRow } from "../db/schema/catalogue-rows.ts";
import { batchesOf, changesOf } from "./changes-of.ts";
import type { CommittedOutput } from "./committed-outputs.ts";
import { datasetState } from "./index-versions.ts";
import type { Repository } from "./repositories.ts";

/** What is on the default branch. */
export interface Head {
  readonly outputs: readonly CommittedOutput[];
  readonly readme: string;
}

/** Brings the datasets of the default branch and what search finds up to date, in one transaction. */
export async function replaceDatasets(
  database: Database,
  repository: Repository,
  { outputs, readme }: Head,
): Promise<void> {
  const { id, fullName, description } = repository;
  const rows = outputs.map((output) => ({
    ...datasetState(id, output),
    description: output.description ?? null,
    type: output.type ?? null,
    labels: JSON.stringify(output.labels),
  }));
  const found = outputs.map(({ path, description: said = "", type = "", labels }) => ({
    repository_id: id,
    path,
    title: `${fullName} ${path}`,
    body: [said, type, ...labels].join(" "),
  }));
  const texts = [{ repository_id: id, path: "", title: fullName, body: `${description} ${readme}` }, ...found];
  await database.transaction().execute(async (transaction) => {
    await replaceRows(transaction, id, rows);
    await replaceTexts(transaction, id, texts);
  });
}

/** Most pushes change few datasets of many, and rarely the texts that describe them; what stays is not written again. */
async function replaceRows(transaction: Database, id: string, wanted: readonly DatasetRow[]): Promise<void> {
  const known = await transaction.selectFrom("datasets").selectAll().where("repository_id", "=", id).execute();
  const { gone, added } = changesOf(known, wanted, (row) => [
    row.oid,
    row.hash_name,
    row.size_bytes,
    row.files,
    row.description,
    row.type,
    row.labels,
  ]);
  for (const paths of batchesOf(gone)) {
    await transaction.deleteFrom("datasets").where("repository_id", "=", id).where("path", "in", paths).execute();
  }
  for (const some of batchesOf(added)) await transaction.insertInto("datasets").values(some).execute();
}

async function replaceTexts(transaction: Database, id: string, wanted: readonly SearchRow[]): Promise<void> {
  const known = await searchRowsOf(transaction, id);
  const { gone, added } = changesOf(known, wanted, ({ title, body }) => [title, body]);
  for (const paths of batchesOf(gone)) await removeFromSearch(transaction, id, paths);
  for (const some of batchesOf(added)) await addToSearch(transaction, some);
}
