import { LodeError } from "@lode/core";
import { accessDenied, isServerAdministrator, roleInNamespace, signInRequired } from "../accounts/access.ts";
import { recordDone, recordRefused } from "../accounts/audit.ts";
import type { Caller } from "../accounts/caller.ts";
import { checkName } from "../accounts/names.ts";
import { allows, type Role } from "../accounts/role.ts";
import { nameTaken } from "../accounts/users.ts";
import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import type { NamespaceRow } from "../db/schema/repository-rows.ts";

/** Finds a namespace by name. @throws NAMESPACE_UNKNOWN */
export async function findNamespace(database: Database, name: string): Promise<NamespaceRow> {
  const row = await database.selectFrom("namespaces").selectAll().where("name", "=", name).executeTakeFirst();
  if (row !== undefined) return row;
  throw new LodeError("NAMESPACE_UNKNOWN", `Cannot find the namespace '${name}'`, { details: { namespace: name } });
}

/** Makes a namespace without members. @throws NAME_INVALID, NAME_TAKEN */
export async function createNamespace(database: Database, caller: Caller, name: string): Promise<NamespaceRow> {
  checkName(name);
  const row: NamespaceRow = { id: newId(), name, created_at: new Date().toISOString() };
  await database.transaction().execute(async (transaction) => {
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto("namespaces")
      .values(row)
      .onConflict((conflict) => conflict.column("name").doNothing())
      .executeTakeFirstOrThrow();
    if (numInsertedOrUpdatedRows === 0n) throw nameTaken("namespace", name);
    await recordDone(transaction, caller, { action: "create namespace", target: name });
  });
  return row;
}

/** Removes a namespace that holds no repository. @throws NAMESPACE_UNKNOWN, NAMESPACE_NOT_EMPTY */
export async function removeNamespace(database: Database, caller: Caller, name: string): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const { id } = await findNamespace(transaction, name);
    const inside = transaction.selectFrom("repositories").select("name").where("namespace_id", "=", id).limit(1);
    if ((await inside.executeTakeFirst()) !== undefined) {
      throw new LodeError(
        "NAMESPACE_NOT_EMPTY",
        `Cannot remove the namespace '${name}': there are repositories in it`,
        {
          hint: "Remove the repositories first.",
        },
      );
    }
    await transaction.deleteFrom("namespaces").where("id", "=", id).execute();
    await recordDone(transaction, caller, { action: "remove namespace", target: name });
  });
}

/**
 * Lets a caller pass that has a role in a namespace, and gives the namespace.
 *
 * @throws SIGN_IN_REQUIRED, ACCESS_DENIED, and NAMESPACE_UNKNOWN to the server's administrators alone
 */
export async function requireNamespaceRole(
  database: Database,
  { caller, name }: { readonly caller: Caller; readonly name: string },
  { action, needed }: { readonly action: string; readonly needed: Role },
): Promise<NamespaceRow> {
  if (isServerAdministrator(caller)) return await findNamespace(database, name);
  const row = await database.selectFrom("namespaces").selectAll().where("name", "=", name).executeTakeFirst();
  if (row !== undefined && allows(await roleInNamespace(database, caller, row.id), needed)) return row;
  await recordRefused(database, caller, { action, target: name });
  throw caller.user === undefined ? signInRequired() : accessDenied(`${action} '${name}'`, needed);
}
