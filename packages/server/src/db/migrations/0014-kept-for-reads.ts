import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { indexAll } from "./index-all.ts";

/** What the index of a push keeps so that the first reads after it, and after a start, need no git. */
export const keptForReads: Migration = {
  async up(db: Kysely<unknown>) {
    await ofRepository(db, "kept_snapshots")
      .addColumn("commit_id", "text", (column) => column.notNull())
      .addColumn("content", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("kept_snapshots_key", ["repository_id", "commit_id"])
      .execute();
    await ofRepository(db, "noted_revisions")
      .addColumn("name", "text", (column) => column.notNull())
      .addColumn("state", "text", (column) => column.notNull())
      .addColumn("commit_id", "text", (column) => column.notNull())
      .addPrimaryKeyConstraint("noted_revisions_key", ["repository_id", "name"])
      .execute();
    await db.schema
      .alterTable("datasets")
      .addColumn("artifacts", "text", (column) => column.notNull().defaultTo(sql.lit("[]")))
      .execute();
    // Of registries that are there already everything is kept as after a push.
    await indexAll(db);
  },
};

function ofRepository(db: Kysely<unknown>, table: string) {
  return db.schema
    .createTable(table)
    .addColumn("repository_id", "text", (column) => column.notNull().references("repositories.id").onDelete("cascade"));
}
