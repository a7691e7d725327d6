import type { Caller } from "../accounts/caller.ts";
import { hasWords, searchRank, wordsOf } from "../db/dialects/full-text.ts";
import type { Database } from "../db/open-database.ts";
import { visibleTo } from "./list-repositories.ts";

/** A repository or a dataset that was found. */
export interface Found {
  readonly namespace: string;
  readonly name: string;
  /** Of the dataset; `""`: it is the repository itself. */
  readonly path: string;
  readonly description: string;
}

/**
 * Looks for words in names, descriptions, labels, types and READMEs of what a caller may see, the best first. Every word
 * has to be there; the last letters of each may be left out.
 */
export async function search(
  database: Database,
  caller: Caller,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<readonly Found[]> {
  const words = wordsOf(text);
  if (words.length === 0) return [];
  const rows = await visibleTo(caller, database)
    .innerJoin("search_index", "search_index.repository_id", "repositories.id")
    .leftJoin("datasets", (join) =>
      join.onRef("datasets.repository_id", "=", "repositories.id").onRef("datasets.path", "=", "search_index.path"),
    )
    .select(["search_index.path", "datasets.description as datasetDescription"])
    .where(hasWords(database, words))
    .orderBy(searchRank(database, words))
    .limit(limit)
    .execute();
  return rows.map(({ namespace, name, path, description, datasetDescription }) => ({
    namespace,
    name,
    path,
    description: path === "" ? description : (datasetDescription ?? ""),
  }));
}
