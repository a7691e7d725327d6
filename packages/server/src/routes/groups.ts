import Type from "typebox";
import {
  addGroupMember,
  createGroup,
  findGroup,
  type GroupMember,
  listGroupMembers,
  listGroups,
  removeGroup,
  removeGroupMember,
} from "../accounts/groups.ts";
import type { GroupRow } from "../db/schema/account-rows.ts";
import { bodyOf, Name, PageQuery, pageIn, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Group = Type.Object({ name: Type.String(), created_at: Type.String() });
const Params = Type.Object({ group: Name });
const MemberParams = Type.Object({ group: Name, user: Name });
const Member = Type.Object({ user: Type.String(), providers: Type.Array(Type.String()) });
const tags = ["groups"];

/** `/api/v1/groups`: groups of users, and who is in them; for administrators of the server. */
export function groupRoutes(app: App, registry: Pick<Registry, "database">): void {
  addGroups(app, registry);
  addMembers(app, registry);
}

function addGroups(app: App, { database }: Pick<Registry, "database">): void {
  const listSchema = { tags, summary: "All groups, by name", querystring: PageQuery, response: { 200: pageOf(Group) } };
  app.get("/api/v1/groups", { schema: listSchema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "list", target: "groups" });
    const { after, limit } = request.query;
    const rows = await listGroups(database, { after, limit: limit + 1 });
    return toPage(rows, limit, { item: groupBody, key: ({ name }) => name });
  });

  const createSchema = { tags, summary: "Make a group", body: bodyOf({ name: Name }), response: { 201: Group } };
  app.post("/api/v1/groups", { schema: createSchema }, async (request, reply) => {
    const { name } = request.body;
    const caller = await requireServerAdministrator(database, request, { action: "create group", target: name });
    return reply.code(201).send(groupBody(await createGroup(database, caller, name)));
  });

  const oneSchema = { tags, summary: "One group", params: Params, response: { 200: Group } };
  app.get("/api/v1/groups/:group", { schema: oneSchema }, async (request) => {
    const { group } = request.params;
    await requireServerAdministrator(database, request, { action: "read group", target: group });
    return groupBody(await findGroup(database, group));
  });

  const removeSchema = {
    tags,
    summary: "Remove a group, and with it the roles that its members have by it",
    params: Params,
  };
  app.delete("/api/v1/groups/:group", { schema: removeSchema }, async (request, reply) => {
    const { group } = request.params;
    const caller = await requireServerAdministrator(database, request, { action: "remove group", target: group });
    await removeGroup(database, caller, group);
    return reply.code(204).send();
  });
}

function addMembers(app: App, { database }: Pick<Registry, "database">): void {
  const path = "/api/v1/groups/:group/members";
  const listSchema = {
    tags,
    summary: "Who is in a group, by name",
    params: Params,
    querystring: PageQuery,
    response: { 200: pageOf(Member) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const { group } = request.params;
    await requireServerAdministrator(database, request, { action: "list members of group", target: group });
    const members = await listGroupMembers(database, group);
    const item = ({ user, providers }: GroupMember) => ({ user, providers: [...providers] });
    return pageIn(members, request.query, { item, key: ({ user }) => user });
  });

  app.put(
    `${path}/:user`,
    { schema: { tags, summary: "Take a user into a group", params: MemberParams } },
    async (request, reply) => {
      const { group, user } = request.params;
      const act = { action: "add to group", target: `${group}: ${user}` };
      const caller = await requireServerAdministrator(database, request, act);
      await addGroupMember(database, caller, { group, user });
      return reply.code(204).send();
    },
  );

  app.delete(
    `${path}/:user`,
    { schema: { tags, summary: "Take a user out of a group", params: MemberParams } },
    async (request, reply) => {
      const { group, user } = request.params;
      const act = { action: "remove from group", target: `${group}: ${user}` };
      const caller = await requireServerAdministrator(database, request, act);
      await removeGroupMember(database, caller, { group, user });
      return reply.code(204).send();
    },
  );
}

function groupBody({ name, created_at }: GroupRow) {
  return { name, created_at };
}
