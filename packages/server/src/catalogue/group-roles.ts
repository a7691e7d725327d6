import { LodeError } from "@lode/core";
import { recordDone } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import { findGroup } from "../accounts/groups.ts";
import type { Role } from "../accounts/role.ts";
import type { Database } from "../db/open-database.ts";
import type { MemberPlace } from "./members.ts";

/** A group with a role. */
export interface GroupRole {
  readonly group: string;
  readonly role: Role;
}

/** Lists the groups that have a role in a place, by name. */
export async function listGroupRoles(database: Database, { kind, id }: MemberPlace): Promise<readonly GroupRole[]> {
  const rows =
    kind === "namespace"
      ? database
          .selectFrom("namespace_groups as roles")
          .innerJoin("groups", "groups.id", "roles.group_id")
          .where("roles.namespace_id", "=", id)
          .select(["groups.name as group", "roles.role"])
      : database
          .selectFrom("repository_groups as roles")
          .innerJoin("groups", "groups.id", "roles.group_id")
          .where("roles.repository_id", "=", id)
          .select(["groups.name as group", "roles.role"]);
  return await rows.orderBy("groups.name").execute();
}

/** Gives the members of a group a role in a place, in place of the one that the group has. @throws GROUP_UNKNOWN */
export async function setGroupRole(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: MemberPlace },
  { group, role }: GroupRole,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: group_id } = await findGroup(transaction, group);
    if (place.kind === "namespace") {
      const insert = transaction.insertInto("namespace_groups").values({ namespace_id: place.id, group_id, role });
      await insert.onConflict((key) => key.columns(["namespace_id", "group_id"]).doUpdateSet({ role })).execute();
    } else {
      const insert = transaction.insertInto("repository_groups").values({ repository_id: place.id, group_id, role });
      await insert.onConflict((key) => key.columns(["repository_id", "group_id"]).doUpdateSet({ role })).execute();
    }
    await recordDone(transaction, caller, { action: `make ${role}`, target: `${place.name}: group ${group}` });
  });
}

/** Takes a group's role in a place away. @throws GROUP_UNKNOWN, MEMBER_UNKNOWN */
export async function removeGroupRole(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: MemberPlace },
  group: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: groupId } = await findGroup(transaction, group);
    const query =
      place.kind === "namespace"
        ? transaction.deleteFrom("namespace_groups").where("namespace_id", "=", place.id)
        : transaction.deleteFrom("repository_groups").where("repository_id", "=", place.id);
    const { numDeletedRows } = await query.where("group_id", "=", groupId).executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) {
      throw new LodeError(
        "MEMBER_UNKNOWN",
        `Cannot remove the group '${group}' from '${place.name}': it has no role there`,
      );
    }
    await recordDone(transaction, caller, { action: "remove group", target: `${place.name}: group ${group}` });
  });
}
