import { LodeError } from "@lode/core";
import { pathExists } from "@lode/core/engine";
import { type Kysely, Kysely as KyselyDatabase, SqliteDialect } from "kysely";
import { Migrator } from "kysely/migration";
import type { DatabasePlace } from "./database-place.ts";
import { isPostgres } from "./dialects/is-postgres.ts";
import { columnTypes } from "./dialects/postgres/column-types.ts";
import { openSqlite } from "./dialects/sqlite/open-sqlite.ts";
import { migrations } from "./migrations/migrations.ts";
import type { Schema } from "./schema/schema.ts";

/** The database that everything is kept in but objects and Git repositories. */
export type Database = Kysely<Schema>;

/**
 * Opens a database and brings its tables up to date. Of the embedded one the caller holds the lock of the data folder, so
 * that nobody else does the same; PostgreSQL has a lock of its own for it. The caller closes the database with `destroy()`.
 *
 * @throws REGISTRY_NEWER if a newer Lode has changed the tables; DATABASE_UNREACHABLE, DATABASE_UNUSABLE
 */
export async function openDatabase(place: DatabasePlace): Promise<Database> {
  const database = await connect(place);
  try {
    await migrate(database);
    return database;
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

/**
 * Whether a database has no registry in it yet. Nothing is changed.
 *
 * @throws REGISTRY_NEWER, DATABASE_UNREACHABLE, DATABASE_UNUSABLE
 */
export async function isNewDatabase(place: DatabasePlace): Promise<boolean> {
  if (place.kind === "sqlite" && !pathExists(place.path)) return true;
  const database = await connect(place);
  try {
    const tables = await database.introspection.getTables();
    if (!tables.some(({ name }) => name === "users")) return true;
    await refuseNewer(database);
    return false;
  } finally {
    await database.destroy();
  }
}

/**
 * Opens a database that has a registry of this version in it; nothing is changed, as servers may be using it.
 *
 * @throws REGISTRY_NEWER, BACKUP_FAILED if it is of an older version; DATABASE_UNREACHABLE, DATABASE_UNUSABLE
 */
export async function openForReading(place: DatabasePlace): Promise<Database> {
  const database = await connect(place);
  try {
    await refuseNewer(database);
    const done = new Set(await appliedMigrations(database));
    if (Object.keys(migrations).every((name) => done.has(name))) return database;
    throw new LodeError("BACKUP_FAILED", "Cannot back up the registry: its database is of an older version of Lode", {
      hint: "Use that version, or start a server with this one first: it changes the tables.",
    });
  } catch (error) {
    await database.destroy();
    throw error;
  }
}

async function connect(place: DatabasePlace): Promise<Database> {
  if (place.kind === "postgres")
    return await (await import("./dialects/postgres/open-postgres.ts")).openPostgres(place);
  return new KyselyDatabase({ dialect: new SqliteDialect({ database: openSqlite(place.path) }) });
}

async function migrate(database: Database): Promise<void> {
  const { error } = await migratorOf(database).migrateToLatest();
  if (error === undefined) return;
  await refuseNewer(database);
  throw error;
}

async function refuseNewer(database: Database): Promise<void> {
  const unknown = await unknownMigrations(database);
  if (unknown.length === 0) return;
  throw new LodeError("REGISTRY_NEWER", "Cannot open the registry's database: a newer version of Lode has changed it", {
    hint: "Start it with the newer version, or restore a backup that was made before.",
    details: { migrations: unknown },
  });
}

function migratorOf(database: Database): Migrator {
  const db = isPostgres(database) ? database.withPlugin(columnTypes) : database;
  return new Migrator({ db, provider: { getMigrations: async () => ({ ...migrations }) } });
}

async function unknownMigrations(database: Database): Promise<readonly string[]> {
  return (await appliedMigrations(database)).filter((name) => !(name in migrations));
}

async function appliedMigrations(database: Database): Promise<readonly string[]> {
  const tables = database.withTables<{ kysely_migration: { name: string } }>();
  const rows = await tables.selectFrom("kysely_migration").select("name").execute();
  return rows.map(({ name }) => name);
}
