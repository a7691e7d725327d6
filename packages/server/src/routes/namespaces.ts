import Type from "typebox";
import { findVisibleNamespace, listNamespaces } from "../catalogue/list-namespaces.ts";
import { createNamespace, removeNamespace, requireNamespaceRole } from "../catalogue/namespaces.ts";
import type { NamespaceRow } from "../db/schema/repository-rows.ts";
import { bodyOf, Name, PageQuery, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf, requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Namespace = Type.Object({ name: Type.String(), created_at: Type.String() });
const Params = Type.Object({ namespace: Name });

/** `/api/v1/namespaces`: made and removed by administrators of the server. */
export function namespaceRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["namespaces"];
  const listSchema = {
    tags,
    summary: "The namespaces in which the caller has a role or may see a repository, by name",
    querystring: PageQuery,
    response: { 200: pageOf(Namespace) },
  };
  app.get("/api/v1/namespaces", { schema: listSchema }, async (request) => {
    const { after, limit } = request.query;
    const rows = await listNamespaces(database, callerOf(request), { after, limit: limit + 1 });
    return toPage(rows, limit, { item: namespaceBody, key: ({ name }) => name });
  });

  const createSchema = {
    tags,
    summary: "Make a namespace",
    body: bodyOf({ name: Name }),
    response: { 201: Namespace },
  };
  app.post("/api/v1/namespaces", { schema: createSchema }, async (request, reply) => {
    const { name } = request.body;
    const caller = await requireServerAdministrator(database, request, { action: "create namespace", target: name });
    return reply.code(201).send(namespaceBody(await createNamespace(database, caller, name)));
  });

  const readSchema = { tags, summary: "One namespace", params: Params, response: { 200: Namespace } };
  app.get("/api/v1/namespaces/:namespace", { schema: readSchema }, async (request) => {
    const place = { caller: callerOf(request), name: request.params.namespace };
    const wanted = { action: "see the namespace", needed: "reader" } as const;
    const visible = await findVisibleNamespace(database, place.caller, place.name);
    return namespaceBody(visible ?? (await requireNamespaceRole(database, place, wanted)));
  });

  app.delete(
    "/api/v1/namespaces/:namespace",
    { schema: { tags, summary: "Remove an empty namespace", params: Params } },
    async (request, reply) => {
      const name = request.params.namespace;
      const caller = await requireServerAdministrator(database, request, { action: "remove namespace", target: name });
      await removeNamespace(database, caller, name);
      return reply.code(204).send();
    },
  );
}

function namespaceBody({ name, created_at }: NamespaceRow) {
  return { name, created_at };
}
