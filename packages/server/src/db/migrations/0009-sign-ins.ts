import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";

/** Who users are at other services, and the sign-ins in browsers that have begun. */
export const signIns: Migration = {
  async up(db: Kysely<unknown>) {
    await db.schema
      .createTable("identities")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("user_id", "text", (column) => column.notNull().references("users.id").onDelete("cascade"))
      .addColumn("issuer", "text", (column) => column.notNull())
      .addColumn("subject", "text", (column) => column.notNull())
      .addColumn("created_at", "text", (column) => column.notNull())
      .addUniqueConstraint("identities_by_subject", ["issuer", "subject"])
      .execute();
    await db.schema.createIndex("identities_of_user").on("identities").column("user_id").execute();
    await db.schema
      .createTable("sign_ins")
      .addColumn("id", "text", (column) => column.primaryKey())
      .addColumn("secret_hash", "text", (column) => column.notNull())
      .addColumn("provider", "text", (column) => column.notNull())
      .addColumn("label", "text", (column) => column.notNull())
      .addColumn("scope", "text", (column) => column.notNull())
      .addColumn("token_seconds", "integer")
      .addColumn("code", "text", (column) => column.notNull())
      .addColumn("status", "text", (column) => column.notNull())
      .addColumn("failure", "text")
      .addColumn("browser_hash", "text")
      .addColumn("state_hash", "text", (column) => column.unique())
      .addColumn("nonce", "text")
      .addColumn("code_verifier", "text")
      .addColumn("user_id", "text", (column) => column.references("users.id").onDelete("cascade"))
      .addColumn("expires_at", "text", (column) => column.notNull())
      .execute();
    await db.schema.createIndex("sign_ins_by_end").on("sign_ins").column("expires_at").execute();
  },
};
