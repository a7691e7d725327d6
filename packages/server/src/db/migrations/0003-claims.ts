import { type Kysely, sql } from "kysely";
import type { Migration } from "kysely/migration";
import { isPostgres } from "../dialects/is-postgres.ts";

/** Which repository holds which objects. */
export const claims: Migration = {
  async up(db: Kysely<unknown>) {
    const table = db.schema
      .createTable("claims")
      .addColumn("repository_id", "text", (column) =>
        column.notNull().references("repositories.id").onDelete("cascade"),
      )
      .addColumn("hash_name", "text", (column) => column.notNull())
      .addColumn("oid", "text", (column) => column.notNull())
      .addColumn("size_bytes", "bigint", (column) => column.notNull())
      .addPrimaryKeyConstraint("claims_key", ["repository_id", "hash_name", "oid"]);
    // Without it SQLite keeps each of what may be millions of rows twice, in the table and in the index of its key.
    await (isPostgres(db) ? table : table.modifyEnd(sql`without rowid`)).execute();
  },
};
