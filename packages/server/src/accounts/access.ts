import { LodeError } from "@lode/core";
import type { Database } from "../db/open-database.ts";
import type { Caller } from "./caller.ts";
import { limitedRole, type Role, strongerRole } from "./role.ts";
import { rolesInNamespaces, rolesInRepositories } from "./roles-of-user.ts";

/** A repository as far as access to it goes. */
export interface AccessTarget {
  readonly id: string;
  readonly namespaceId: string;
  /** `namespace/name`. */
  readonly fullName: string;
  readonly visibility: "public" | "private";
}

/**
 * The role of a caller in a repository: the strongest of the server's administrators, of the namespace and of the
 * repository, their own or a group's, but no more than the token's scope; everybody is a reader of a public one.
 *
 * @returns undefined if the caller may not even know that the repository exists
 */
export async function roleIn(database: Database, { user }: Caller, target: AccessTarget): Promise<Role | undefined> {
  const everybody: Role | undefined = target.visibility === "public" ? "reader" : undefined;
  if (user === undefined) return everybody;
  const { token } = user;
  if (token.repositoryId !== undefined && token.repositoryId !== target.id) return everybody;
  const own = user.isAdministrator ? "administrator" : await memberRole(database, user.id, target);
  return strongerRole(limitedRole(own, token.scope), everybody);
}

async function memberRole(database: Database, userId: string, target: AccessTarget): Promise<Role | undefined> {
  const inNamespace = await namespaceRole(database, userId, target.namespaceId);
  const rows = rolesInRepositories(database, userId).select("role").where("place_id", "=", target.id);
  return strongest([...(await rows.execute()), { role: inNamespace }]);
}

async function namespaceRole(database: Database, userId: string, namespaceId: string): Promise<Role | undefined> {
  const rows = rolesInNamespaces(database, userId).select("role").where("place_id", "=", namespaceId);
  return strongest(await rows.execute());
}

function strongest(rows: readonly { readonly role: Role | undefined }[]): Role | undefined {
  return rows.map(({ role }) => role).reduce(strongerRole, undefined);
}

/** The role of a caller in a namespace, as roleIn says. A token for one repository has none. */
export async function roleInNamespace(
  database: Database,
  { user }: Caller,
  namespaceId: string,
): Promise<Role | undefined> {
  if (user === undefined || user.token.repositoryId !== undefined) return undefined;
  const own = user.isAdministrator ? "administrator" : await namespaceRole(database, user.id, namespaceId);
  return limitedRole(own, user.token.scope);
}

/** Whether a caller may do everything on this server. */
export function isServerAdministrator({ user }: Caller): boolean {
  return (
    user?.isAdministrator === true && user.token.scope === "administrator" && user.token.repositoryId === undefined
  );
}

/** What is wanted of something that access is asked for. */
export interface Wanted {
  /** For the audit log and the message: `push to`. */
  readonly action: string;
  readonly needed: Role;
}

/** The error for what needs a role that the caller lacks. */
export function accessDenied(what: string, needed: Role): LodeError {
  return new LodeError(
    "ACCESS_DENIED",
    `Cannot ${what}: it takes the role ${needed}, which you or your token do not have`,
    {
      hint: "Ask an administrator of the repository, or use a token with a wider scope.",
      details: { needed },
    },
  );
}

/** The error for what nobody may do without signing in; the same whether it exists or not. */
export function signInRequired(): LodeError {
  return new LodeError("SIGN_IN_REQUIRED", "Cannot do this without signing in", {
    hint: "Sign in with a token: as password, as bearer, or in the header X-Lode-Token.",
  });
}

/** The error for a repository that does not exist, or that the caller may not know of. */
export function repositoryUnknown(fullName: string): LodeError {
  return new LodeError(
    "REPOSITORY_UNKNOWN",
    `Cannot find the repository '${fullName}': there is none, or it is not yours to see`,
    { hint: "GET /api/v1/repositories lists those that are." },
  );
}
