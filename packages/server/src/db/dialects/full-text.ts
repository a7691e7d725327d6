import { type Kysely, type RawBuilder, sql } from "kysely";
import type { Schema } from "../schema/schema.ts";
import { isPostgres } from "./is-postgres.ts";

/**
 * Makes the table that search looks in. SQLite's and PostgreSQL's full text have the same words: runs of letters and
 * digits, in lower case and without marks; the tokenizer `unicode61` makes them for SQLite, plainWords for PostgreSQL.
 */
export async function createSearchIndex(db: Kysely<unknown>): Promise<void> {
  if (!isPostgres(db)) {
    await sql`create virtual table search_index using fts5(repository_id unindexed, path unindexed, title, body)`.execute(
      db,
    );
    return;
  }
  await db.schema
    .createTable("search_index")
    .addColumn("repository_id", "text", (column) => column.notNull())
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("title", "text", (column) => column.notNull())
    .addColumn("body", "text", (column) => column.notNull())
    .addColumn("words", sql`tsvector`, (column) => column.notNull())
    .addPrimaryKeyConstraint("search_index_key", ["repository_id", "path"])
    .execute();
  await db.schema.createIndex("search_index_words").on("search_index").using("gin").column("words").execute();
}

/** A place that has all words that were looked for. */
export interface FoundPlace {
  readonly repository_id: string;
  readonly path: string;
  /** Of `search_index`, for isRowOf. */
  readonly place: unknown;
  /** The best sorts first. */
  readonly rank: number;
}

/**
 * Counting how well places fit takes a microsecond each; of more than so many, only whether their names fit counts. To know
 * that takes as long: of more than so many names that fit, nothing does.
 */
const RANKED_MAX = 2000;

/**
 * Finds the places that have every word; the last letters of each may be left out. The best of them have them more often, in
 * shorter texts, or in their names: a word of a name weighs as much as ten of a text. In PostgreSQL these are the weights A
 * and D, in SQLite those of the columns. Of very many places, the best are those whose names have the words, and if these are
 * very many, all are the same.
 *
 * @returns a table for a query to join
 */
export async function foundPlaces(database: Kysely<Schema>, words: readonly string[]): Promise<RawBuilder<FoundPlace>> {
  const search = (isPostgres(database) ? postgresSearch : sqliteSearch)(words);
  const { where } = search;
  const order = await orderOf(database, search);
  const places = isPostgres(database)
    ? sql`search_index`
    : sql`search_index join search_places on search_places.id = search_index.rowid`;
  const columns = isPostgres(database)
    ? sql`repository_id, path, null as place`
    : sql`search_places.repository_id, search_places.path, search_places.id as place`;
  return sql`(select ${columns}, ${order} as rank from ${places} where ${where})`;
}

async function orderOf(
  database: Kysely<Schema>,
  { where, rank, whereTitle, isInTitle }: FullTextSearch,
): Promise<RawBuilder<unknown>> {
  if (!(await areMany(database, where))) return rank;
  return (await areMany(database, whereTitle)) ? sql`0` : sql`case when ${isInTitle} then 0 else 1 end`;
}

async function areMany(database: Kysely<Schema>, where: RawBuilder<unknown>): Promise<boolean> {
  const counted = sql<{ count: number }>`select count(*) as count from
    (select 1 from search_index where ${where} limit ${RANKED_MAX + 1}) as matches`;
  const { rows } = await counted.execute(database);
  return (rows[0]?.count ?? 0) > RANKED_MAX;
}

/** Whether a row of `search_index` is that of a row of another table, with the columns `id` (of the repository), `path` and `place`. */
export function isRowOf(database: Kysely<Schema>, table: string): RawBuilder<boolean> {
  const column = (name: string) => sql.ref(`${table}.${name}`);
  if (!isPostgres(database)) return sql`search_index.rowid = ${column("place")}`;
  return sql`search_index.repository_id = ${column("id")} and search_index.path = ${column("path")}`;
}

/** What is asked of the full text. */
interface FullTextSearch {
  readonly where: RawBuilder<unknown>;
  readonly rank: RawBuilder<unknown>;
  /** For rows whose names have the words. */
  readonly whereTitle: RawBuilder<unknown>;
  /** Whether a row that was found is one of these. */
  readonly isInTitle: RawBuilder<unknown>;
}

function sqliteSearch(words: readonly string[]): FullTextSearch {
  const all = words.map((word) => `"${word}"*`).join(" ");
  const inTitle = `title : (${words.map((word) => `"${word}"*`).join(" AND ")})`;
  const whereTitle = sql`search_index match ${inTitle}`;
  return {
    where: sql`search_index match ${all}`,
    rank: sql`bm25(search_index, 0, 0, 10, 1)`,
    whereTitle,
    isInTitle: sql`search_places.id in (select rowid from search_index where ${whereTitle})`,
  };
}

function postgresSearch(words: readonly string[]): FullTextSearch {
  const query = wordQuery(words, "*");
  const whereTitle = sql`search_index.words @@ ${wordQuery(words, "*A")}`;
  return {
    where: sql`search_index.words @@ ${query}`,
    rank: sql`-ts_rank(search_index.words, ${query}, 1)`,
    whereTitle,
    isInTitle: whereTitle,
  };
}

/** The words that a text asks for. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

/** The words of a text as they are in PostgreSQL's full text. */
export function plainWords(text: string): readonly string[] {
  const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** @param mark `*`: the start of a word; with `A`: in a name */
function wordQuery(words: readonly string[], mark: "*" | "*A"): RawBuilder<unknown> {
  const plain = words.flatMap(plainWords);
  return sql`${plain.map((word) => `'${word}':${mark}`).join(" & ")}::tsquery`;
}
