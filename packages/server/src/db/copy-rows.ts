import { type RawBuilder, sql } from "kysely";
import { copiedTables } from "./copied-tables.ts";
import { isPostgres } from "./dialects/is-postgres.ts";
import type { Database } from "./open-database.ts";

type Row = Readonly<Record<string, unknown>>;

/** How many rows are read and written at once. */
const PAGE_ROWS = 500;

/**
 * Copies what a database has of a registry, but for what is made anew of the commits, into another one whose tables are the
 * same and empty. Both are transactions: the first sees one moment, of the second all is kept or nothing.
 *
 * A text with the character NUL, which PostgreSQL cannot hold, gets U+FFFD in its place.
 */
export async function copyRows(from: Database, to: Database): Promise<void> {
  const adapt = isPostgres(to) ? withoutNul : (value: unknown) => value;
  for (const [table, key] of Object.entries(copiedTables)) {
    for await (const rows of pagesOf(from, table, key)) await insert(to, table, { rows, adapt });
  }
}

async function* pagesOf(database: Database, table: string, key: readonly string[]): AsyncGenerator<readonly Row[]> {
  const columns = sql.join(key.map((column) => sql.ref(column)));
  let after: RawBuilder<unknown> = sql``;
  for (;;) {
    const page = sql<Row>`select * from ${sql.table(table)} ${after} order by ${columns} limit ${sql.lit(PAGE_ROWS)}`;
    const { rows } = await page.execute(database);
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows;
    if (rows.length < PAGE_ROWS) return;
    after = sql`where (${columns}) > (${sql.join(key.map((column) => last[column]))})`;
  }
}

async function insert(
  database: Database,
  table: string,
  { rows, adapt }: { readonly rows: readonly Row[]; readonly adapt: (value: unknown) => unknown },
): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const tuples = rows.map((row) => sql`(${sql.join(columns.map((column) => adapt(row[column])))})`);
  const names = sql.join(columns.map((column) => sql.ref(column)));
  await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(tuples)}`.execute(database);
}

function withoutNul(value: unknown): unknown {
  return typeof value === "string" ? value.replaceAll("\0", "\uFFFD") : value;
}
