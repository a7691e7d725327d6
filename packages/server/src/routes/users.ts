import Type from "typebox";
import { createUser, findUser, listUsers, removeUser } from "../accounts/users.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import { bodyOf, Limit, Name, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { requireServerAdministrator, signedIn } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const User = Type.Object({ name: Type.String(), is_administrator: Type.Boolean(), created_at: Type.String() });
const UserParams = Type.Object({ user: Name });

/** `/api/v1/user`: oneself. `/api/v1/users`: all users, for administrators of the server. */
export function userRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["users"];
  app.get("/api/v1/user", { schema: { tags, response: { 200: User } } }, async (request) => {
    const { user } = signedIn(request);
    return userBody(await findUser(database, user.name));
  });

  const Page = Type.Object({ after: Type.Optional(Name), limit: Limit });
  const listSchema = { tags, querystring: Page, response: { 200: pageOf(User) } };
  app.get("/api/v1/users", { schema: listSchema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "list", target: "users" });
    const { after, limit } = request.query;
    const rows = await listUsers(database, { after, limit: limit + 1 });
    return toPage(rows, limit, { item: userBody, key: ({ name }) => name });
  });

  const NewUser = bodyOf({ name: Name, is_administrator: Type.Boolean({ default: false }) });
  app.post("/api/v1/users", { schema: { tags, body: NewUser, response: { 201: User } } }, async (request, reply) => {
    const { name, is_administrator } = request.body;
    const caller = await requireServerAdministrator(database, request, { action: "create user", target: name });
    const row = await createUser(database, caller, { name, isAdministrator: is_administrator });
    return reply.code(201).send(userBody(row));
  });

  const oneSchema = { tags, params: UserParams, response: { 200: User } };
  app.get("/api/v1/users/:user", { schema: oneSchema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "read user", target: request.params.user });
    return userBody(await findUser(database, request.params.user));
  });

  app.delete("/api/v1/users/:user", { schema: { tags, params: UserParams } }, async (request, reply) => {
    const name = request.params.user;
    const caller = await requireServerAdministrator(database, request, { action: "remove user", target: name });
    await removeUser(database, caller, name);
    return reply.code(204).send();
  });
}

function userBody({ name, is_administrator, created_at }: UserRow) {
  return { name, is_administrator: is_administrator === 1, created_at };
}
