import Type from "typebox";
import { addIdentity, listIdentities, removeIdentity } from "../accounts/identities.ts";
import { findUser } from "../accounts/users.ts";
import type { IdentityRow } from "../db/schema/account-rows.ts";
import { bodyOf, Name, PageQuery, pageIn, pageOf } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { ownerOrAdministrator, requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Identity = Type.Object({
  id: Type.String(),
  issuer: Type.String(),
  subject: Type.String(),
  created_at: Type.String(),
});
const Params = Type.Object({ user: Name });
const OneParams = Type.Object({ user: Name, id: Type.String({ maxLength: 64 }) });
const NewIdentity = bodyOf({
  issuer: Type.String({ minLength: 1, maxLength: 1024 }),
  subject: Type.String({ minLength: 1, maxLength: 255 }),
});

/** `/api/v1/users/:user/identities`: who a user is at other services; chosen by administrators of the server. */
export function identityRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["users"];
  const path = "/api/v1/users/:user/identities";

  const listSchema = {
    tags,
    summary: "Who a user is at other services",
    params: Params,
    querystring: PageQuery,
    response: { 200: pageOf(Identity) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const act = { action: "list identities", target: request.params.user };
    const { user } = await ownerOrAdministrator(database, request, act);
    return pageIn(await listIdentities(database, user.id), request.query, { item: identityBody, key: identityKey });
  });

  const addSchema = {
    tags,
    summary: "Say who a user is at another service",
    params: Params,
    body: NewIdentity,
    response: { 201: Identity },
  };
  app.post(path, { schema: addSchema }, async (request, reply) => {
    const act = { action: "add identity", target: request.params.user };
    const caller = await requireServerAdministrator(database, request, act);
    const user = await findUser(database, request.params.user);
    return reply.code(201).send(identityBody(await addIdentity(database, { caller, user }, request.body)));
  });

  const removeSchema = { tags, summary: "Forget who a user is at another service", params: OneParams };
  app.delete(`${path}/:id`, { schema: removeSchema }, async (request, reply) => {
    const act = { action: "remove identity", target: request.params.user };
    const caller = await requireServerAdministrator(database, request, act);
    const user = await findUser(database, request.params.user);
    await removeIdentity(database, { caller, user }, request.params.id);
    return reply.code(204).send();
  });
}

function identityBody({ id, issuer, subject, created_at }: IdentityRow) {
  return { id, issuer, subject, created_at };
}

function identityKey({ id, created_at }: IdentityRow): string {
  return `${created_at}_${id}`;
}
