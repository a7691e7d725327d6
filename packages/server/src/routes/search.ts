import Type from "typebox";
import { search } from "../catalogue/search.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Found = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  path: Type.String({ description: "Of the dataset; empty for the repository itself" }),
  description: Type.String(),
});
const Query = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 500 }),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
});

/** `/api/v1/search`: repositories and datasets that the caller may see. */
export function searchRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const response = { 200: Type.Object({ items: Type.Array(Found) }) };
  app.get(
    "/api/v1/search",
    {
      schema: {
        tags: ["search"],
        summary: "Repositories and datasets that have all words",
        querystring: Query,
        response,
      },
    },
    async (request) => {
      const { q: text, limit } = request.query;
      return { items: [...(await search(database, callerOf(request), { text, limit }))] };
    },
  );
}
