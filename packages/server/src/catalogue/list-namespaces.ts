import { isServerAdministrator } from "../accounts/access.ts";
import type { Caller } from "../accounts/caller.ts";
import { rolesInNamespaces } from "../accounts/roles-of-user.ts";
import type { Database } from "../db/open-database.ts";
import type { NamespaceRow } from "../db/schema/repository-rows.ts";
import { visibleTo } from "./list-repositories.ts";

/**
 * Lists namespaces by name: to administrators of the server all of them, to others those in which they have a role, or may see
 * a repository.
 *
 * @param after the last name of the page before
 */
export async function listNamespaces(
  database: Database,
  caller: Caller,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly NamespaceRow[]> {
  let query = visibleNamespaces(database, caller).orderBy("name").limit(limit);
  if (after !== undefined) query = query.where("name", ">", after);
  return await query.execute();
}

/** Finds one of those that listNamespaces gives. */
export async function findVisibleNamespace(
  database: Database,
  caller: Caller,
  name: string,
): Promise<NamespaceRow | undefined> {
  return await visibleNamespaces(database, caller).where("name", "=", name).executeTakeFirst();
}

function visibleNamespaces(database: Database, caller: Caller) {
  const all = database.selectFrom("namespaces").selectAll();
  if (isServerAdministrator(caller)) return all;
  const { user } = caller;
  const withRepository = visibleTo(caller, database).clearSelect().select("repositories.namespace_id");
  // A token for one repository has a role in no namespace, as roleInNamespace says.
  const isMember = user !== undefined && user.token.repositoryId === undefined;
  return all.where(({ eb, or }) =>
    or([
      eb("id", "in", withRepository),
      ...(isMember ? [eb("id", "in", rolesInNamespaces(database, user.id).select("place_id"))] : []),
    ]),
  );
}
