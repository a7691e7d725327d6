import type { FastifyRequest } from "fastify";
import Type from "typebox";
import type { Caller } from "../accounts/caller.ts";
import type { Role } from "../accounts/role.ts";
import { listMembers, type MemberPlace, removeMember, setMember } from "../catalogue/members.ts";
import { requireNamespaceRole } from "../catalogue/namespaces.ts";
import { openRepository } from "../catalogue/repositories.ts";
import { bodyOf, Name, RepositoryParams, RoleName } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Member = Type.Object({ user: Type.String(), role: RoleName });
const Members = Type.Object({ items: Type.Array(Member) });
const RoleBody = bodyOf({ role: RoleName });
const NamespaceParams = Type.Object({ namespace: Name });

/** `…/members`: who has a role of their own in a namespace or a repository; chosen by its administrators. */
export function memberRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const inNamespace = async (
    caller: Caller,
    { namespace }: { namespace: string },
    needed: Role,
  ): Promise<MemberPlace> => {
    const wanted = { action: "manage members of", needed };
    const { id, name } = await requireNamespaceRole(database, { caller, name: namespace }, wanted);
    return { kind: "namespace", id, name };
  };
  const inRepository = async (
    caller: Caller,
    params: { namespace: string; name: string },
    needed: Role,
  ): Promise<MemberPlace> => {
    const wanted = { action: "manage members of", needed };
    const { id, fullName } = await openRepository(database, { ...params, caller }, wanted);
    return { kind: "repository", id, name: fullName };
  };
  addRoutes("/api/v1/namespaces/:namespace/members", NamespaceParams, inNamespace);
  addRoutes("/api/v1/repositories/:namespace/:name/members", RepositoryParams, inRepository);

  function addRoutes<Params>(
    path: string,
    paramsSchema: Type.TObject,
    placeOf: (caller: Caller, params: Params, needed: Role) => Promise<MemberPlace>,
  ): void {
    const tags = ["members"];
    const params = Type.Intersect([paramsSchema, Type.Object({ user: Name })]);
    // The schemas have checked the address.
    const placeFor = (request: FastifyRequest, needed: Role) =>
      placeOf(callerOf(request), request.params as Params, needed);

    app.get(path, { schema: { tags, params: paramsSchema, response: { 200: Members } } }, async (request) => {
      return { items: [...(await listMembers(database, await placeFor(request, "maintainer")))] };
    });
    const setSchema = { tags, params, body: RoleBody, response: { 200: Member } };
    app.put(`${path}/:user`, { schema: setSchema }, async (request) => {
      const place = await placeFor(request, "administrator");
      const member = { user: request.params.user, role: request.body.role };
      await setMember(database, { caller: callerOf(request), place }, member);
      return member;
    });
    app.delete(`${path}/:user`, { schema: { tags, params } }, async (request, reply) => {
      const place = await placeFor(request, "administrator");
      await removeMember(database, { caller: callerOf(request), place }, request.params.user);
      return reply.code(204).send();
    });
  }
}
