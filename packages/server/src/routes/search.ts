import Type from "typebox";
import { search } from "../catalogue/search.ts";
import { Name } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Found = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  path: Type.String({ description: "Of the dataset; empty for the repository itself" }),
  description: Type.String(),
  snippet: Type.Array(Type.Object({ text: Type.String(), found: Type.Boolean() }), {
    description: "The part of its text in which the words are, cut at them",
  }),
});
const Query = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 500 }),
  namespace: Type.Optional(Name),
  name: Type.Optional(Name),
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
      const { q: text, ...query } = request.query;
      const found = await search(database, callerOf(request), { text, ...query });
      return { items: found.map(({ snippet, ...rest }) => ({ ...rest, snippet: [...snippet] })) };
    },
  );
}
