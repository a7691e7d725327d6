import Type from "typebox";
import { changeUser, createUser, findUser, listUsers, removeUser } from "../accounts/users.ts";
import type { UserRow } from "../db/schema/account-rows.ts";
import { bodyOf, Name, PageQuery, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { requireServerAdministrator, signedIn } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const User = Type.Object({ name: Type.String(), is_administrator: Type.Boolean(), created_at: Type.String() });
const UserParams = Type.Object({ user: Name });

/** `/api/v1/user`: oneself. `/api/v1/users`: all users, for administrators of the server. */
export function userRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["users"];
  app.get(
    "/api/v1/user",
    { schema: { tags, summary: "Who signs the request", response: { 200: User } } },
    async (request) => {
      const { user } = signedIn(request);
      return userBody(await findUser(database, user.name));
    },
  );

  const listSchema = { tags, summary: "All users, by name", querystring: PageQuery, response: { 200: pageOf(User) } };
  app.get("/api/v1/users", { schema: listSchema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "list", target: "users" });
    const { after, limit } = request.query;
    const rows = await listUsers(database, { after, limit: limit + 1 });
    return toPage(rows, limit, { item: userBody, key: ({ name }) => name });
  });

  const NewUser = bodyOf({ name: Name, is_administrator: Type.Boolean({ default: false }) });
  const createSchema = { tags, summary: "Make a user", body: NewUser, response: { 201: User } };
  app.post("/api/v1/users", { schema: createSchema }, async (request, reply) => {
    const { name, is_administrator } = request.body;
    const caller = await requireServerAdministrator(database, request, { action: "create user", target: name });
    const row = await createUser(database, caller, { name, isAdministrator: is_administrator });
    return reply.code(201).send(userBody(row));
  });

  const oneSchema = { tags, summary: "One user", params: UserParams, response: { 200: User } };
  app.get("/api/v1/users/:user", { schema: oneSchema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "read user", target: request.params.user });
    return userBody(await findUser(database, request.params.user));
  });

  const changeSchema = {
    tags,
    summary: "Say whether a user may do everything on this server",
    params: UserParams,
    body: bodyOf({ is_administrator: Type.Boolean() }),
    response: { 200: User },
  };
  app.patch("/api/v1/users/:user", { schema: changeSchema }, async (request) => {
    const name = request.params.user;
    const caller = await requireServerAdministrator(database, request, { action: "change user", target: name });
    const isAdministrator = request.body.is_administrator;
    return userBody(await changeUser(database, caller, { name, isAdministrator }));
  });

  const removeSchema = { tags, summary: "Remove a user with all tokens and roles", params: UserParams };
  app.delete("/api/v1/users/:user", { schema: removeSchema }, async (request, reply) => {
    const name = request.params.user;
    const caller = await requireServerAdministrator(database, request, { action: "remove user", target: name });
    await removeUser(database, caller, name);
    return reply.code(204).send();
  });
}

function userBody({ name, is_administrator, created_at }: UserRow) {
  return { name, is_administrator: is_administrator === 1, created_at };
}
