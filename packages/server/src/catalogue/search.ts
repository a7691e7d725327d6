import type { Caller } from "../accounts/caller.ts";
import { foundPlaces, isRowOf, wordsOf } from "../db/dialects/full-text.ts";
import type { Database } from "../db/open-database.ts";
import { visibleTo } from "./list-repositories.ts";
import { type SnippetPart, snippetOf } from "./snippet.ts";

/** A repository or a dataset that was found. */
export interface Found {
  readonly namespace: string;
  readonly name: string;
  /** Of the dataset; `""`: it is the repository itself. */
  readonly path: string;
  readonly description: string;
  /** The names of the artifacts that the dataset is. */
  readonly artifacts: readonly string[];
  /** Where the words are in its text; empty: in none of it but the name. */
  readonly snippet: readonly SnippetPart[];
}

/** What is looked for. */
export interface SearchQuery {
  readonly text: string;
  /** Only in this namespace. */
  readonly namespace?: string | undefined;
  /** Only in repositories of this name. */
  readonly name?: string | undefined;
  /** How many of the best are left out. Default: 0. */
  readonly skipped?: number | undefined;
  readonly limit: number;
}

/**
 * Looks for words in names, descriptions, labels and types of datasets and artifacts and in READMEs, of what a caller may see, the best first (see
 * foundPlaces), and among equals by name. Every word has to be there; the last letters of each may be left out.
 */
export async function search(
  database: Database,
  caller: Caller,
  { text, namespace, name, skipped = 0, limit }: SearchQuery,
): Promise<readonly Found[]> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const places = await foundPlaces(database, words);
  let best = visibleTo(caller, database)
    .innerJoin(places.as("found"), "found.repository_id", "repositories.id")
    .select(["found.path", "found.place", "found.rank"])
    .orderBy("found.rank")
    .orderBy("namespaces.name")
    .orderBy("repositories.name")
    .orderBy("found.path")
    .limit(limit)
    .offset(skipped);
  if (namespace !== undefined) best = best.where("namespaces.name", "=", namespace);
  if (name !== undefined) best = best.where("repositories.name", "=", name);
  // The texts of all that was found would take longer than finding it.
  const rows = await database
    .selectFrom(best.as("best"))
    .innerJoin("search_index", (join) => join.on(isRowOf(database, "best")))
    .leftJoin("datasets", (join) =>
      join.onRef("datasets.repository_id", "=", "best.id").onRef("datasets.path", "=", "best.path"),
    )
    .select(["best.namespace", "best.name", "best.path", "best.description", "search_index.body"])
    .select(["datasets.description as datasetDescription", "datasets.artifacts"])
    .orderBy("best.rank")
    .orderBy("best.namespace")
    .orderBy("best.name")
    .orderBy("best.path")
    .execute();
  return rows.map((row) => ({
    namespace: row.namespace,
    name: row.name,
    path: row.path,
    description: row.path === "" ? row.description : (row.datasetDescription ?? ""),
    artifacts: JSON.parse(row.artifacts ?? "[]"),
    snippet: snippetOf(row.body, words),
  }));
}
