import { addToSearch, removeFromSearch, searchRowsOf } from "../db/dialects/search-rows.ts";
import type { Database } from "../db/open-database.ts";
import type { DatasetRow, SearchRow } from "../db/schema/catalogue-rows.ts";
import { batchesOf, changesOf } from "./changes-of.ts";
import type { CommittedArtifact } from "./committed-artifacts.ts";
import type { CommittedData, CommittedDataset } from "./committed-data.ts";
import { datasetState } from "./index-versions.ts";
import type { Repository } from "./repositories.ts";

/** What is on the default branch. */
export interface Head extends CommittedData {
  readonly readme: string;
}

/** Brings the datasets of the default branch and what search finds up to date, in one transaction. */
export async function replaceDatasets(
  database: Database,
  repository: Repository,
  { datasets, artifacts, readme }: Head,
): Promise<void> {
  const { id, fullName, description } = repository;
  const rows = datasets.map((dataset) => ({
    ...datasetState(id, dataset),
    description: dataset.description ?? null,
    type: dataset.type ?? null,
    labels: JSON.stringify(dataset.labels),
    artifacts: JSON.stringify(dataset.artifacts.map(({ name }) => name)),
  }));
  const found = datasets.map((dataset) => ({
    repository_id: id,
    path: dataset.path,
    title: `${fullName} ${dataset.path}`,
    body: textOf(dataset),
  }));
  // What an artifact without a dataset says is found with the repository.
  const paths = new Set(datasets.map(({ path }) => path));
  const others = artifacts.filter(({ path }) => !paths.has(path)).map(describedText);
  const body = [description, ...others, readme].join(" ");
  const texts = [{ repository_id: id, path: "", title: fullName, body }, ...found];
  await database.transaction().execute(async (transaction) => {
    await replaceRows(transaction, id, rows);
    await replaceTexts(transaction, id, texts);
  });
}

function textOf(dataset: CommittedDataset): string {
  const { description = "", type = "", labels, artifacts } = dataset;
  return [description, type, ...labels, ...artifacts.map(describedText)].join(" ");
}

function describedText({ name, description = "", type = "", labels }: CommittedArtifact): string {
  return [name, description, type, ...labels].filter(Boolean).join(" ");
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
    row.artifacts,
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
