import { type Generated, type Kysely, type RawBuilder, sql } from "kysely";
import type { SearchRow } from "../schema/catalogue-rows.ts";
import type { Schema } from "../schema/schema.ts";
import { plainWords } from "./full-text.ts";
import { isPostgres } from "./is-postgres.ts";

/** How many ids one query names; SQLite takes 32766 parameters. */
const BATCH = 1000;

/** The tables of SQLite alone. */
type SearchPlaces = {
  search_places: { readonly id: Generated<number>; readonly repository_id: string; readonly path: string };
  search_index: SearchRow & { readonly rowid: number | undefined };
};

/**
 * Makes the table that says which row of the full text is which place. Without it SQLite reads the whole full text to find the rows
 * of one repository; PostgreSQL has an index.
 */
export async function createSearchPlaces(db: Kysely<unknown>): Promise<void> {
  if (isPostgres(db)) return;
  await sql`create table search_places (id integer primary key, repository_id text not null, path text not null, unique (repository_id, path))`.execute(
    db,
  );
  await sql`insert into search_places (id, repository_id, path) select rowid, repository_id, path from search_index`.execute(
    db,
  );
}

/** Adds rows to what search looks in, at most a thousand, in a transaction of the caller's; no row of their places is there. */
export async function addToSearch(database: Kysely<Schema>, rows: readonly SearchRow[]): Promise<void> {
  if (!isPostgres(database)) {
    const withPlaces = database.withTables<SearchPlaces>();
    const places = rows.map(({ repository_id, path }) => ({ repository_id, path }));
    const added = await withPlaces.insertInto("search_places").values(places).returning(["id", "path"]).execute();
    const ids = new Map(added.map(({ id, path }) => [path, id]));
    const withIds = rows.map((row) => ({ rowid: ids.get(row.path), ...row }));
    await withPlaces.insertInto("search_index").values(withIds).execute();
    return;
  }
  const withWords = database.withTables<{ search_index: SearchRow & { readonly words: unknown } }>();
  await withWords
    .insertInto("search_index")
    .values(rows.map((row) => ({ ...row, words: vectorOf(row) })))
    .execute();
}

/** What search looks in of one repository. */
export async function searchRowsOf(database: Kysely<Schema>, repositoryId: string): Promise<readonly SearchRow[]> {
  if (isPostgres(database)) {
    const columns = ["repository_id", "path", "title", "body"] as const;
    return await database
      .selectFrom("search_index")
      .select(columns)
      .where("repository_id", "=", repositoryId)
      .execute();
  }
  return await database
    .withTables<SearchPlaces>()
    .selectFrom("search_places")
    .innerJoin("search_index", "search_index.rowid", "search_places.id")
    .select(["search_places.repository_id", "search_places.path", "search_index.title", "search_index.body"])
    .where("search_places.repository_id", "=", repositoryId)
    .execute();
}

/**
 * Removes rows of one repository from what search looks in, in a transaction of the caller's.
 *
 * @param paths at most a thousand. Default: all
 */
export async function removeFromSearch(
  database: Kysely<Schema>,
  repositoryId: string,
  paths?: readonly string[],
): Promise<void> {
  if (isPostgres(database)) {
    const rows = database.deleteFrom("search_index").where("repository_id", "=", repositoryId);
    await (paths === undefined ? rows : rows.where("path", "in", paths)).execute();
    return;
  }
  const withPlaces = database.withTables<SearchPlaces>();
  const all = withPlaces.selectFrom("search_places").select("id").where("repository_id", "=", repositoryId);
  const places = await (paths === undefined ? all : all.where("path", "in", paths)).execute();
  for (let start = 0; start < places.length; start += BATCH) {
    const ids = places.slice(start, start + BATCH).map(({ id }) => id);
    await withPlaces.deleteFrom("search_index").where("rowid", "in", ids).execute();
    await withPlaces.deleteFrom("search_places").where("id", "in", ids).execute();
  }
}

function vectorOf({ title, body }: SearchRow): RawBuilder<unknown> {
  const vector = (text: string) => sql`to_tsvector('simple', ${plainWords(text).join(" ")})`;
  return sql`setweight(${vector(title)}, 'A') || ${vector(body)}`;
}
