import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** Repositories that follow one of another Git host. */
export const mirrors: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("repositories")
      .addColumn("is_mirror", "integer", (column) => column.notNull().defaultTo(sql.lit(0)))
      .execute();
    await db.schema
      .createTable("mirrors")
      .addColumn("repository_id", "text", (column) =>
        column.primaryKey().references("repositories.id").onDelete("cascade"),
      )
      .addColumn("url", "text", (column) => column.notNull())
      .addColumn("user_name", "text")
      .addColumn("sealed_password", "text")
      .addColumn("sealed_webhook_secret", "text", (column) => column.notNull())
      .addColumn("interval_seconds", "integer", (column) => column.notNull())
      .addColumn("attempted_at", "text")
      .addColumn("fetched_at", "text")
      .addColumn("error", "text")
      .addColumn("failures", "integer", (column) => column.notNull().defaultTo(sql.lit(0)))
      .execute();
  },
};
