import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Attempts to sign in, where several servers count them together; in the form of rate-limiter-flexible. */
export const attempts: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("attempts")
      .addColumn("key", "varchar(255)", (column) => column.primaryKey())
      .addColumn("points", "integer", (column) => column.notNull().defaultTo(0))
      .addColumn("expire", "bigint")
      .execute();
  },
};
