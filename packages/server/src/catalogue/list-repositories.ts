import { isServerAdministrator } from "../accounts/access.ts";
import type { Caller } from "../accounts/caller.ts";
import { rolesInNamespaces, rolesInRepositories } from "../accounts/roles-of-user.ts";
import type { Database } from "../db/open-database.ts";
import { type Repository, repositoryOf, selectRepositories } from "./repositories.ts";

/** Which repositories are listed. */
export interface RepositoryPage {
  /** Only those of this namespace. */
  readonly namespace?: string | undefined;
  /** The full name of the last one of the page before. */
  readonly after?: string | undefined;
  readonly limit: number;
}

/** Lists the repositories that a caller may see, by namespace and name. */
export async function listRepositories(
  database: Database,
  caller: Caller,
  { namespace, after, limit }: RepositoryPage,
): Promise<readonly Repository[]> {
  let query = visibleTo(caller, database).orderBy("namespaces.name").orderBy("repositories.name").limit(limit);
  if (namespace !== undefined) query = query.where("namespaces.name", "=", namespace);
  if (after !== undefined) {
    const [lastNamespace = "", lastName = ""] = after.split("/");
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple("namespaces.name", "repositories.name"), ">", tuple(lastNamespace, lastName)),
    );
  }
  return (await query.execute()).map(repositoryOf);
}

/** The query's form of roleIn: what somebody has at least the role of a reader in. */
export function visibleTo(caller: Caller, database: Database) {
  const all = selectRepositories(database);
  if (isServerAdministrator(caller)) return all;
  const { user } = caller;
  if (user === undefined) return all.where("repositories.visibility", "=", "public");
  const { repositoryId } = user.token;
  return all.where(({ eb, or, and, lit }) => {
    const isPublic = eb("repositories.visibility", "=", "public");
    const inScope = repositoryId === undefined ? lit(true) : eb("repositories.id", "=", repositoryId);
    if (user.isAdministrator) return or([isPublic, inScope]);
    const inRepository = rolesInRepositories(database, user.id).select("place_id");
    const inNamespace = rolesInNamespaces(database, user.id).select("place_id");
    const isMember = or([
      eb("repositories.id", "in", inRepository),
      eb("repositories.namespace_id", "in", inNamespace),
    ]);
    return or([isPublic, and([inScope, isMember])]);
  });
}
