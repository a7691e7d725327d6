import type { Database } from "../db/open-database.ts";

/**
 * The roles that a user has in namespaces, of their own and through groups: rows of `place_id` and `role`, of which one
 * place may have several. The one home of that rule; queries narrow it.
 */
export function rolesInNamespaces(database: Database, userId: string) {
  const byGroup = database
    .selectFrom("namespace_groups")
    .innerJoin("group_members", "group_members.group_id", "namespace_groups.group_id")
    .select(["namespace_groups.namespace_id as place_id", "namespace_groups.role"])
    .where("group_members.user_id", "=", userId);
  const all = database
    .selectFrom("namespace_members")
    .select(["namespace_id as place_id", "role"])
    .where("user_id", "=", userId)
    .unionAll(byGroup);
  return database.selectFrom(all.as("namespace_roles"));
}

/** The roles that a user has in single repositories, as rolesInNamespaces has those in namespaces. */
export function rolesInRepositories(database: Database, userId: string) {
  const byGroup = database
    .selectFrom("repository_groups")
    .innerJoin("group_members", "group_members.group_id", "repository_groups.group_id")
    .select(["repository_groups.repository_id as place_id", "repository_groups.role"])
    .where("group_members.user_id", "=", userId);
  const all = database
    .selectFrom("repository_members")
    .select(["repository_id as place_id", "role"])
    .where("user_id", "=", userId)
    .unionAll(byGroup);
  return database.selectFrom(all.as("repository_roles"));
}
