import { Kysely, PostgresDialect, sql, type TransactionBuilder } from "kysely";
import type { PostgresPlace } from "../../database-place.ts";
import type { Schema } from "../../schema/schema.ts";
import { unusable } from "./database-failure.ts";
import { openPool } from "./pool.ts";
import { repeatConflicts } from "./repeat-conflicts.ts";

/**
 * Opens a database of a PostgreSQL server. Transactions behave as SQLite's, in which one writer follows the other: each is
 * serializable, and done again when it came into the way of another one.
 *
 * @throws DATABASE_UNREACHABLE, DATABASE_UNUSABLE
 */
export async function openPostgres(place: PostgresPlace): Promise<Kysely<Schema>> {
  const database = new SerializableDatabase({ dialect: new PostgresDialect({ pool: openPool(place) }) });
  try {
    await checkEncoding(database, place);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function checkEncoding(database: Kysely<Schema>, place: PostgresPlace): Promise<void> {
  const { rows } = await sql<{ server_encoding: string }>`show server_encoding`.execute(database);
  const encoding = rows[0]?.server_encoding;
  if (encoding !== "UTF8") throw unusable(`its encoding is ${encoding}, and is to be UTF8`, place);
}

class SerializableDatabase extends Kysely<Schema> {
  override transaction(): TransactionBuilder<Schema> {
    const builder = super.transaction().setIsolationLevel("serializable");
    const once = builder.execute.bind(builder);
    builder.execute = (work) => repeatConflicts(() => once(work));
    return builder;
  }
}
