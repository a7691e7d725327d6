import type { Caller } from "../accounts/caller.ts";
import { hasWords, searchRank, wordsOf } from "../db/dialects/full-text.ts";
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
  readonly limit: number;
}

/**
 * Looks for words in names, descriptions, labels, types and READMEs of what a caller may see, the best first, and among
 * equals by name. Every word has to be there; the last letters of each may be left out.
 */
export async function search(
  database: Database,
  caller: Caller,
  { text, namespace, name, limit }: SearchQuery,
): Promise<readonly Found[]> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  let query = visibleTo(caller, database)
    .innerJoin("search_index", "search_index.repository_id", "repositories.id")
    .leftJoin("datasets", (join) =>
      join.onRef("datasets.repository_id", "=", "repositories.id").onRef("datasets.path", "=", "search_index.path"),
    )
    .select(["search_index.path", "search_index.body", "datasets.description as datasetDescription"])
    .where(hasWords(database, words))
    .orderBy(searchRank(database, words))
    .orderBy("namespaces.name")
    .orderBy("repositories.name")
    .orderBy("search_index.path")
    .limit(limit);
  if (namespace !== undefined) query = query.where("namespaces.name", "=", namespace);
  if (name !== undefined) query = query.where("repositories.name", "=", name);
  return (await query.execute()).map((row) => ({
    namespace: row.namespace,
    name: row.name,
    path: row.path,
    description: row.path === "" ? row.description : (row.datasetDescription ?? ""),
    snippet: snippetOf(row.body, words),
  }));
}
