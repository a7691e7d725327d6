import { LodeError } from "@lode/core";
import { recordDone } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import type { Role } from "../accounts/role.ts";
import { findUser } from "../accounts/users.ts";
import type { Database } from "../db/open-database.ts";

/** What has members: a namespace or a repository. */
export interface MemberPlace {
  readonly kind: "namespace" | "repository";
  readonly id: string;
  /** For the audit log. */
  readonly name: string;
}

/** A user with a role. */
export interface Member {
  readonly user: string;
  readonly role: Role;
}

/** Lists who has a role of their own in a place, by name. */
export async function listMembers(database: Database, { kind, id }: MemberPlace): Promise<readonly Member[]> {
  const rows =
    kind === "namespace"
      ? database
          .selectFrom("namespace_members as members")
          .innerJoin("users", "users.id", "members.user_id")
          .where("members.namespace_id", "=", id)
          .select(["users.name as user", "members.role"])
      : database
          .selectFrom("repository_members as members")
          .innerJoin("users", "users.id", "members.user_id")
          .where("members.repository_id", "=", id)
          .select(["users.name as user", "members.role"]);
  return await rows.orderBy("users.name").execute();
}

/** Gives a user a role in a place, in place of the one that it has. @throws USER_UNKNOWN */
export async function setMember(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: MemberPlace },
  { user, role }: Member,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: user_id } = await findUser(transaction, user);
    if (place.kind === "namespace") {
      const row = { namespace_id: place.id, user_id, role };
      const insert = transaction.insertInto("namespace_members").values(row);
      await insert.onConflict((key) => key.columns(["namespace_id", "user_id"]).doUpdateSet({ role })).execute();
    } else {
      const row = { repository_id: place.id, user_id, role };
      const insert = transaction.insertInto("repository_members").values(row);
      await insert.onConflict((key) => key.columns(["repository_id", "user_id"]).doUpdateSet({ role })).execute();
    }
    await recordDone(transaction, caller, { action: `make ${role}`, target: `${place.name}: ${user}` });
  });
}

/** Takes a user's own role in a place away. @throws USER_UNKNOWN, MEMBER_UNKNOWN */
export async function removeMember(
  database: Database,
  { caller, place }: { readonly caller: Caller; readonly place: MemberPlace },
  user: string,
): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id: userId } = await findUser(transaction, user);
    const query =
      place.kind === "namespace"
        ? transaction.deleteFrom("namespace_members").where("namespace_id", "=", place.id).where("user_id", "=", userId)
        : transaction
            .deleteFrom("repository_members")
            .where("repository_id", "=", place.id)
            .where("user_id", "=", userId);
    const { numDeletedRows } = await query.executeTakeFirstOrThrow();
    if (numDeletedRows === 0n) {
      throw new LodeError(
        "MEMBER_UNKNOWN",
        `Cannot remove '${user}' from '${place.name}': it has no role of its own there`,
      );
    }
    await recordDone(transaction, caller, { action: "remove member", target: `${place.name}: ${user}` });
  });
}
