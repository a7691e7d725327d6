import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Caller } from "../accounts/caller.ts";
import type { Role } from "../accounts/role.ts";
import { listGroupRoles, removeGroupRole, setGroupRole } from "../catalogue/group-roles.ts";
import { listMembers, type MemberPlace, removeMember, setMember } from "../catalogue/members.ts";
import { requireNamespaceRole } from "../catalogue/namespaces.ts";
import { openRepository } from "../catalogue/repositories.ts";
import type { Database } from "../db/open-database.ts";
import { bodyOf, Name, PageQuery, pageIn, pageOf, RepositoryParams, RoleName } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Member = Type.Object({ user: Type.String(), role: RoleName });
const GroupRole = Type.Object({ group: Type.String(), role: RoleName });
const RoleBody = bodyOf({ role: RoleName });
const NamespaceParams = Type.Object({ namespace: Name });
const tags = ["members"];

/** Namespaces or repositories, and how one of them is found for somebody who needs a role in it. */
interface Places {
  readonly path: string;
  readonly params: Type.TObject;
  find(request: FastifyRequest, needed: Role): Promise<MemberPlace>;
}

/**
 * `…/members` and `…/groups`: which users and groups have a role of their own in a namespace or a repository; chosen by its
 * administrators.
 */
export function memberRoutes(app: App, { database }: Pick<Registry, "database">): void {
  for (const places of [namespaces(database), repositories(database)]) {
    addMembers(app, database, places);
    addGroups(app, database, places);
  }
}

const action = "manage members of";

// The schemas have checked the addresses.
function namespaces(database: Database): Places {
  return {
    path: "/api/v1/namespaces/:namespace",
    params: NamespaceParams,
    async find(request, needed) {
      const { namespace } = request.params as Type.Static<typeof NamespaceParams>;
      const asked = { caller: callerOf(request), name: namespace };
      const { id, name } = await requireNamespaceRole(database, asked, { action, needed });
      return { kind: "namespace", id, name };
    },
  };
}

function repositories(database: Database): Places {
  return {
    path: "/api/v1/repositories/:namespace/:name",
    params: RepositoryParams,
    async find(request, needed) {
      const asked = { ...(request.params as Type.Static<typeof RepositoryParams>), caller: callerOf(request) };
      const { id, fullName } = await openRepository(database, asked, { action, needed });
      return { kind: "repository", id, name: fullName };
    },
  };
}

function addMembers(app: App, database: Database, places: Places): void {
  const path = `${places.path}/members`;
  const params = Type.Intersect([places.params, Type.Object({ user: Name })]);
  const listSchema = {
    tags,
    summary: "The users who have a role of their own, by name",
    params: places.params,
    querystring: PageQuery,
    response: { 200: pageOf(Member) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const members = await listMembers(database, await places.find(request, "maintainer"));
    return pageIn(members, request.query, { item: (member) => member, key: ({ user }) => user });
  });
  const setSchema = { tags, summary: "Give a user a role", params, body: RoleBody, response: { 200: Member } };
  app.put(`${path}/:user`, { schema: setSchema }, async (request) => {
    const place = await places.find(request, "administrator");
    const member = { user: request.params.user, role: request.body.role };
    await setMember(database, chosenBy(request, place), member);
    return member;
  });
  app.delete(
    `${path}/:user`,
    { schema: { tags, summary: "Take a user's role away", params } },
    async (request, reply) => {
      const place = await places.find(request, "administrator");
      await removeMember(database, chosenBy(request, place), request.params.user);
      return reply.code(204).send();
    },
  );
}

function addGroups(app: App, database: Database, places: Places): void {
  const path = `${places.path}/groups`;
  const params = Type.Intersect([places.params, Type.Object({ group: Name })]);
  const listSchema = {
    tags,
    summary: "The groups that have a role, by name",
    params: places.params,
    querystring: PageQuery,
    response: { 200: pageOf(GroupRole) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const roles = await listGroupRoles(database, await places.find(request, "maintainer"));
    return pageIn(roles, request.query, { item: (role) => role, key: ({ group }) => group });
  });
  const setSchema = { tags, summary: "Give a group a role", params, body: RoleBody, response: { 200: GroupRole } };
  app.put(`${path}/:group`, { schema: setSchema }, async (request) => {
    const place = await places.find(request, "administrator");
    const role = { group: request.params.group, role: request.body.role };
    await setGroupRole(database, chosenBy(request, place), role);
    return role;
  });
  app.delete(
    `${path}/:group`,
    { schema: { tags, summary: "Take a group's role away", params } },
    async (request, reply) => {
      const place = await places.find(request, "administrator");
      await removeGroupRole(database, chosenBy(request, place), request.params.group);
      return reply.code(204).send();
    },
  );
}

function chosenBy(
  request: FastifyRequest,
  place: MemberPlace,
): { readonly caller: Caller; readonly place: MemberPlace } {
  return { caller: callerOf(request), place };
}
