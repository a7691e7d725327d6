import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";

/** What becomes of a push whose objects are not all stored. */
export const pushPolicy: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .alterTable("repositories")
      .addColumn("push_policy", "text", (column) => column.notNull().defaultTo(sql.lit("refuse")))
      .execute();
  },
};
