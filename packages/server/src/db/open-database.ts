import { join } from "node:path";
import { LodeError } from "@lode/core";
import { type Kysely, Kysely as KyselyDatabase, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import { migrations } from "./migrations/migrations.ts";
import type { Schema } from "./schema.ts";
import { openSqlite } from "./sqlite-database.ts";

/** The database that everything is kept in but objects and Git repositories. */
export type Database = Kysely<Schema>;

/** The file of the embedded database in the data folder. */
export function databasePath(dataDir: string): string {
  return join(dataDir, "registry.sqlite");
}

/**
 * Opens the embedded database and brings its tables up to date. The caller holds the lock of the data folder, so that
 * nobody else does the same, and closes the database with `destroy()`.
 *
 * @throws REGISTRY_NEWER if a newer Lode has changed the tables
 */
export async function openDatabase(dataDir: string): Promise<Database> {
  const database: Database = new KyselyDatabase({
    dialect: new SqliteDialect({ database: openSqlite(databasePath(dataDir)) }),
  });
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function migrate(database: Database): Promise<void> {
  const migrator = migratorOf(database);
  const { error } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const unknown = await unknownMigrations(database);
  if (unknown.length === 0) throw error;
  throw new LodeError("REGISTRY_NEWER", "Cannot open the registry's database: a newer version of Lode has changed it", {
    hint: "Start it with the newer version, or restore a backup that was made before.",
    details: { migrations: unknown },
  });
}

function migratorOf(database: Database): Migrator {
  return new Migrator({ db: database, provider: { getMigrations: async () => ({ ...migrations }) } });
}

async function unknownMigrations(database: Database): Promise<readonly string[]> {
  const tables = database.withTables<{ kysely_migration: { name: string } }>();
  const rows = await tables.selectFrom("kysely_migration").select("name").execute();
  return rows.map(({ name }) => name).filter((name) => !(name in migrations));
}
