import type { Kysely } from "kysely";
import type { Migration } from "kysely/migration";
import { createSearchIndex } from "../dialects/full-text.ts";

/** Jobs, and what they find out about pushed commits: datasets, their versions, and what search looks in. */
export const catalogue: Migration = {
  async up(db: Kysely<unknown>) {
    await createJobs(db);
    await createDatasets(db);
    await createVersions(db);
    await createSearchIndex(db);
  },
};

async function createJobs(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable("jobs")
    .addColumn("kind", "text", (column) => column.notNull())
    .addColumn("repository_id", "text", (column) => column.notNull().references("repositories.id").onDelete("cascade"))
    .addColumn("run_after", "text", (column) => column.notNull())
    .addColumn("revision", "text", (column) => column.notNull())
    .addColumn("held_by", "text")
    .addColumn("held_until", "text")
    .addColumn("failures", "integer", (column) => column.notNull().defaultTo(0))
    .addPrimaryKeyConstraint("jobs_key", ["kind", "repository_id"])
    .execute();
}

function datasetTable(db: Kysely<unknown>, name: string) {
  return db.schema
    .createTable(name)
    .addColumn("repository_id", "text", (column) => column.notNull().references("repositories.id").onDelete("cascade"))
    .addColumn("path", "text", (column) => column.notNull())
    .addColumn("hash_name", "text", (column) => column.notNull())
    .addColumn("oid", "text", (column) => column.notNull())
    .addColumn("size_bytes", "bigint")
    .addColumn("files", "bigint");
}

async function createDatasets(db: Kysely<unknown>): Promise<void> {
  await datasetTable(db, "datasets")
    .addColumn("description", "text")
    .addColumn("type", "text")
    .addColumn("labels", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("datasets_key", ["repository_id", "path"])
    .execute();
}

async function createVersions(db: Kysely<unknown>): Promise<void> {
  await datasetTable(db, "versions")
    .addColumn("commit_id", "text", (column) => column.notNull())
    .addColumn("committed_at", "text", (column) => column.notNull())
    .addPrimaryKeyConstraint("versions_key", ["repository_id", "path", "commit_id"])
    .execute();
  await db.schema
    .createTable("indexed_commits")
    .addColumn("repository_id", "text", (column) => column.notNull().references("repositories.id").onDelete("cascade"))
    .addColumn("commit_id", "text", (column) => column.notNull())
    .addColumn("is_tagged", "integer", (column) => column.notNull())
    .addPrimaryKeyConstraint("indexed_commits_key", ["repository_id", "commit_id"])
    .execute();
}
