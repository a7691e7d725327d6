import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Namespaces, repositories, who may do what in them, and what was done. */
export const access: Migration = {
  async up(db: Kysely<unknown>) {
    await limitTokens(db);
    await createPlaces(db);
    await createMembers(db, "namespace");
    await createMembers(db, "repository");
    await createAudit(db);
  },
};

async function limitTokens(db: Kysely<unknown>): Promise<void> {
  const all = sql.lit("administrator");
  await db.schema
    .alterTable("tokens")
    .addColumn("scope", "text", (column) => column.notNull().defaultTo(all))
    .execute();
  // No reference: a token whose repository is gone must not become one for everything.
  await db.schema.alterTable("tokens").addColumn("repository_id", "text").execute();
}

async function createPlaces(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("namespaces")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("name", "text", (column) => column.notNull().unique())
    .addColumn("created_at", "text", (column) => column.notNull())
    .execute();
  await db.schema
    .createTable("repositories")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("namespace_id", "text", (column) => column.notNull().references("namespaces.id"))
    .addColumn("name", "text", (column) => column.notNull())
    .addColumn("visibility", "text", (column) => column.notNull())
    .addColumn("description", "text", (column) => column.notNull())
    .addColumn("created_at", "text", (column) => column.notNull())
    .addUniqueConstraint("repositories_by_name", ["namespace_id", "name"])
    .execute();
}

async function createMembers(db: Kysely<unknown>, place: "namespace" | "repository"): Promise<void> {
  const places = place === "namespace" ? "namespaces" : "repositories";
  const table = `${place}_members`;
  await db.schema
    .createTable(table)
    .addColumn(`${place}_id`, "text", (column) => column.notNull().references(`${places}.id`).onDelete("cascade"))
    .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
    .addColumn("role", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, [`${place}_id` as never, "user_id" as never])
    .execute();
  await db.schema.createIndex(`${table}_of_user`).on(table).column("user_id").execute();
}

/** Without references, so that it outlives what it tells of. */
async function createAudit(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("audit")
    .addColumn("id", "text", (column) => column.primaryKey())
    .addColumn("at", "text", (column) => column.notNull())
    .addColumn("user_name", "text")
    .addColumn("token_id", "text")
    .addColumn("action", "text", (column) => column.notNull())
    .addColumn("target", "text", (column) => column.notNull())
    .addColumn("outcome", "text", (column) => column.notNull())
    .addColumn("request_id", "text", (column) => column.notNull())
    .execute();
}
