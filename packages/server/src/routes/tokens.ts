import type { FastifyRequest } from "fastify";
import Type from "typebox";
import { createToken, type ListedToken, listTokens, revokeOwnToken, revokeToken } from "../accounts/tokens.ts";
import { openRepository } from "../catalogue/repositories.ts";
import type { TokenRow } from "../db/schema/account-rows.ts";
import { bodyOf, Name, Nullable, PageQuery, pageIn, pageOf, RoleName } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { ownerOrAdministrator, signedIn } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Token = Type.Object({
  id: Type.String(),
  label: Type.String(),
  scope: RoleName,
  repository: Nullable(Type.Object({ namespace: Type.String(), name: Type.String() })),
  expires_at: Nullable(Type.String()),
  created_at: Type.String(),
});
const NewToken = bodyOf({
  label: Type.String({ minLength: 1, maxLength: 200 }),
  scope: RoleName,
  repository: Type.Optional(bodyOf({ namespace: Name, name: Name })),
  expires_in_seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 10 * 366 * 86_400 })),
});
const UserParams = Type.Object({ user: Name });

/**
 * `/api/v1/users/:user/tokens`: a user's tokens, for the user and administrators of the server. `/api/v1/user/token`: the
 * one that signs the request.
 */
export function tokenRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["tokens"];
  const path = "/api/v1/users/:user/tokens";

  const owner = (request: FastifyRequest, name: string, action: string) =>
    ownerOrAdministrator(database, request, { action, target: name });

  const listSchema = {
    tags,
    summary: "The tokens of a user, the oldest first",
    params: UserParams,
    querystring: PageQuery,
    response: { 200: pageOf(Token) },
  };
  app.get(path, { schema: listSchema }, async (request) => {
    const { user } = await owner(request, request.params.user, "list tokens");
    const item = (row: ListedToken) => tokenBody(row, row);
    const key = ({ created_at, id }: TokenRow) => `${created_at}_${id}`;
    return pageIn(await listTokens(database, user.id), request.query, { item, key });
  });

  const Created = Type.Intersect([Token, Type.Object({ secret: Type.String() })]);
  const createSchema = {
    tags,
    summary: "Make a token; its secret is not shown again",
    params: UserParams,
    body: NewToken,
    response: { 201: Created },
  };
  app.post(path, { schema: createSchema }, async (request, reply) => {
    const { caller, user } = await owner(request, request.params.user, "create token");
    const { label, scope, repository, expires_in_seconds: seconds } = request.body;
    const wanted = { action: "make a token for", needed: "reader" } as const;
    const target = repository && (await openRepository(database, { caller, ...repository }, wanted));
    const expiresAt = seconds === undefined ? undefined : new Date(Date.now() + seconds * 1000).toISOString();
    const { row, secret } = await createToken(database, caller, {
      user,
      label,
      scope,
      repositoryId: target?.id,
      expiresAt,
    });
    return reply.code(201).send({ ...tokenBody(row, repository), secret });
  });

  app.delete(
    "/api/v1/user/token",
    { schema: { tags, summary: "Revoke the token that signs the request" } },
    async (request, reply) => {
      await revokeOwnToken(database, signedIn(request));
      return reply.code(204).send();
    },
  );

  const OneParams = Type.Object({ user: Name, id: Type.String({ maxLength: 64 }) });
  const revokeSchema = { tags, summary: "Revoke a token", params: OneParams };
  app.delete(`${path}/:id`, { schema: revokeSchema }, async (request, reply) => {
    const { caller, user } = await owner(request, request.params.user, "revoke token");
    await revokeToken(database, caller, { user, id: request.params.id });
    return reply.code(204).send();
  });
}

function tokenBody(
  { id, label, scope, expires_at, created_at }: TokenRow,
  place: { readonly namespace: string | null; readonly name: string | null } | undefined,
) {
  const { namespace = null, name = null } = place ?? {};
  const repository = namespace === null || name === null ? null : { namespace, name };
  return { id, label, scope, repository, expires_at, created_at };
}
