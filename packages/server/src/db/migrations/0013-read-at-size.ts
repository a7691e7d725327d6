import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { createSearchPlaces } from "../dialects/search-rows.ts";
import { indexAll } from "./index-all.ts";

/** What makes reads and pushes of one repository independent of how many others there are: see each part. */
export const readAtSize: Migration = {
  async up(db: Kysely<unknown>) {
    await createCommitTags(db);
    await createSearchPlaces(db);
    // The tags of registries that are there already are found as after a push.
    await indexAll(db);
  },
};

/** The tags that lead to the commits of versions, so that a list of versions needs no git. */
async function createCommitTags(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("commit_tags")
    .addColumn("repository_id", "text", (column) => column.notNull().references("repositories.id").onDelete("cascade"))
    .addColumn("commit_id", "text", (column) => column.notNull())
    .addColumn("name", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("commit_tags_key", ["repository_id", "commit_id", "name"])
    .execute();
}
