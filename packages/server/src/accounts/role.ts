import type { RoleText } from "../db/schema/role-rows.ts";

/**
 * What somebody may do in a repository. Each may do what the ones before may.
 *
 * - `reader`: see it, clone it, download its objects.
 * - `writer`: push commits and objects.
 * - `maintainer`: change its description and policies; in a namespace, create repositories.
 * - `administrator`: choose its members and visibility, delete it.
 */
export type Role = RoleText;

/** All roles, the weakest first. */
export const roles = ["reader", "writer", "maintainer", "administrator"] as const satisfies readonly Role[];

/** Says whether a role allows what another one is needed for; nobody's role allows nothing. */
export function allows(role: Role | undefined, needed: Role): boolean {
  return role !== undefined && roles.indexOf(role) >= roles.indexOf(needed);
}

/** The stronger of two roles. */
export function strongerRole(one: Role | undefined, other: Role | undefined): Role | undefined {
  return one === undefined || (other !== undefined && allows(other, one)) ? other : one;
}

/** The weaker of a role and a limit. */
export function limitedRole(role: Role | undefined, limit: Role): Role | undefined {
  return allows(role, limit) ? limit : role;
}
