import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Rules by which jobs of other services get tokens for a repository. */
export const trustedJobs: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("trusted_jobs")
      .addColumn("repository_id", "text", (column) =>
        column.notNull().references("repositories.id").onDelete("cascade"),
      )
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("issuer", "text", (column) => column.notNull())
      .addColumn("audience", "text")
      .addColumn("claims", "text", (column) => column.notNull())
      .addColumn("role", "text", (column) => column.notNull())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("trusted_jobs_key", ["repository_id", "name"])
      .execute();
  },
};
