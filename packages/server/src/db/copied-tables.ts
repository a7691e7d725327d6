import type { Schema } from "./schema/schema.ts";

/**
 * The tables that are copied from one database of a registry to another, each with the columns of its key: those that others
 * refer to come first.
 */
export const copiedTables = {
  users: ["id"],
  tokens: ["id"],
  identities: ["id"],
  passwords: ["user_id"],
  groups: ["id"],
  group_members: ["group_id", "user_id", "provider"],
  namespaces: ["id"],
  repositories: ["id"],
  namespace_members: ["namespace_id", "user_id"],
  repository_members: ["repository_id", "user_id"],
  namespace_groups: ["namespace_id", "group_id"],
  repository_groups: ["repository_id", "group_id"],
  trusted_jobs: ["repository_id", "name"],
  mirrors: ["repository_id"],
  audit: ["id"],
  claims: ["repository_id", "hash_name", "oid"],
  imports: ["id"],
  jobs: ["kind", "repository_id"],
} as const satisfies Partial<Record<keyof Schema, readonly string[]>>;

/** The others: what is made anew from the commits, and what lasts for minutes. */
export const leftTables: readonly string[] = [
  "datasets",
  "versions",
  "indexed_commits",
  "commit_tags",
  "search_index",
  "search_places",
  "kept_snapshots",
  "noted_revisions",
  "sign_ins",
  "attempts",
];
