import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Passwords, apart from the users, so that nothing that reads users reads them. */
export const passwords: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("passwords")
      .addColumn("user_id", "text", (column) => column.primaryKey().references("users.id").onDelete("cascade"))
      .addColumn("hash", "text", (column) => column.notNull())
      .addColumn("changed_at", "text", (column) => column.notNull())
      .execute();
  },
};
