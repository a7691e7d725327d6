import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Which projects import what of a repository. */
export const imports: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("imports")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("repository_id", "text", (column) =>
        column.notNull().references("repositories.id").onDelete("cascade"),
      )
      .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("project", "text", (column) => column.notNull())
      .addColumn("path", "text", (column) => column.notNull())
      .addColumn("rev", "text")
      .addColumn("commit_id", "text", (column) => column.notNull())
      .addColumn("registered_at", "text", (column) => column.notNull())
      .addColumn("renewed_at", "text", (column) => column.notNull())
      .addUniqueConstraint("imports_key", ["repository_id", "project", "path", "user_id"])
      .execute();
    await db.schema.createIndex("imports_of_user").on("imports").columns(["user_id", "renewed_at"]).execute();
    await db.schema.createIndex("imports_of_project").on("imports").column("project").execute();
  },
};
