import { type Kysely, PostgresAdapter } from "kysely";

/** Whether queries go to PostgreSQL; otherwise to SQLite. */
export function isPostgres<Schema>(database: Kysely<Schema>): boolean {
  return database.getExecutor().adapter instanceof PostgresAdapter;
}
