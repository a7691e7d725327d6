import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Groups of users, and the roles that they give. */
export const groups: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("groups")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("name", "text", (column) => column.notNull().unique())
      .addColumn("created_at", "text", (column) => column.notNull())
      .execute();
    await db.schema
      .createTable("group_members")
      .addColumn("group_id", "text", (column) => column.notNull().references("groups.id").onDelete("cascade"))
      .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("provider", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("group_members_key", ["group_id", "user_id", "provider"])
      .execute();
    await db.schema.createIndex("group_members_of_user").on("group_members").column("user_id").execute();
    await createRoles(db, "namespace");
    await createRoles(db, "repository");
  },
};

async function createRoles(db: Kysely<unknown>, place: "namespace" | "repository"): Promise<void> {
  const places = place === "namespace" ? "namespaces" : "repositories";
  const table = `${place}_groups`;
  await db.schema
    .createTable(table)
    .addColumn(`${place}_id`, "text", (column) => column.notNull().references(`${places}.id`).onDelete("cascade"))
    .addColumn("group_id", "text", (column) => column.notNull().references("groups.id").onDelete("cascade"))
    .addColumn("role", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint(`${table}_key`, [`${place}_id` as never, "group_id" as never])
    .execute();
  await db.schema.createIndex(`${table}_of_group`).on(table).column("group_id").execute();
}
