import Type from "typebox";
import { createNamespace, removeNamespace, requireNamespaceRole } from "../catalogue/namespaces.ts";
import { bodyOf, Name } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf, requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Namespace = Type.Object({ name: Type.String(), created_at: Type.String() });
const Params = Type.Object({ namespace: Name });

/** `/api/v1/namespaces`: made and removed by administrators of the server. */
export function namespaceRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const tags = ["namespaces"];
  const createSchema = {
    tags,
    summary: "Make a namespace",
    body: bodyOf({ name: Name }),
    response: { 201: Namespace },
  };
  app.post("/api/v1/namespaces", { schema: createSchema }, async (request, reply) => {
    const { name } = request.body;
    const caller = await requireServerAdministrator(database, request, { action: "create namespace", target: name });
    const { created_at } = await createNamespace(database, caller, name);
    return reply.code(201).send({ name, created_at });
  });

  const readSchema = { tags, summary: "One namespace", params: Params, response: { 200: Namespace } };
  app.get("/api/v1/namespaces/:namespace", { schema: readSchema }, async (request) => {
    const place = { caller: callerOf(request), name: request.params.namespace };
    const wanted = { action: "see the namespace", needed: "reader" } as const;
    const { name, created_at } = await requireNamespaceRole(database, place, wanted);
    return { name, created_at };
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
