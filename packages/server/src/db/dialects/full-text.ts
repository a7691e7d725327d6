import { type Kysely, type RawBuilder, sql } from "kysely";
import type { SearchRow } from "../schema/catalogue-rows.ts";
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

/** Adds rows to what search looks in, at most a thousand. */
export async function addToSearch(database: Kysely<Schema>, rows: readonly SearchRow[]): Promise<void> {
  if (!isPostgres(database)) {
    await database.insertInto("search_index").values(rows).execute();
    return;
  }
  const withWords = database.withTables<{ search_index: SearchRow & { readonly words: unknown } }>();
  await withWords
    .insertInto("search_index")
    .values(rows.map((row) => ({ ...row, words: vectorOf(row) })))
    .execute();
}

/** Which rows of `search_index` have every word; the last letters of each may be left out. */
export function hasWords(database: Kysely<Schema>, words: readonly string[]): RawBuilder<boolean> {
  if (isPostgres(database)) return sql`search_index.words @@ ${wordQuery(words)}`;
  return sql`search_index match ${words.map((word) => `"${word}"*`).join(" ")}`;
}

/**
 * How well a row that has the words fits them: the best sorts first. A word of a name weighs as much as ten of a text: in
 * PostgreSQL these are the weights A and D, in SQLite those of the columns.
 */
export function searchRank(database: Kysely<Schema>, words: readonly string[]): RawBuilder<number> {
  if (isPostgres(database)) return sql`-ts_rank(search_index.words, ${wordQuery(words)}, 1)`;
  return sql`bm25(search_index, 0, 0, 10, 1)`;
}

/** The words that a text asks for. */
export function wordsOf(text: string): readonly string[] {
  return text.match(/[\p{L}\p{N}][\p{L}\p{N}\p{M}]*/gu) ?? [];
}

function plainWords(text: string): readonly string[] {
  const plain = text.normalize("NFD").replaceAll(/\p{M}/gu, "").normalize("NFC").toLowerCase();
  return plain.match(/[\p{L}\p{N}]+/gu) ?? [];
}

function wordQuery(words: readonly string[]): RawBuilder<unknown> {
  const plain = words.flatMap(plainWords);
  return sql`${plain.map((word) => `'${word}':*`).join(" & ")}::tsquery`;
}

function vectorOf({ title, body }: SearchRow): RawBuilder<unknown> {
  const vector = (text: string) => sql`to_tsvector('simple', ${plainWords(text).join(" ")})`;
  return sql`setweight(${vector(title)}, 'A') || ${vector(body)}`;
}
