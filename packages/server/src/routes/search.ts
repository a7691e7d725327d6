import Type from "typebox";
import { type Found, search } from "../catalogue/search.ts";
import { Name, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { callerOf } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const FoundBody = Type.Object({
  namespace: Type.String(),
  name: Type.String(),
  path: Type.String({ description: "Of the dataset; empty for the repository itself" }),
  description: Type.String(),
  artifacts: Type.Array(Type.String(), { description: "The names of those that the dataset is" }),
  snippet: Type.Array(Type.Object({ text: Type.String(), found: Type.Boolean() }), {
    description: "The part of its text in which the words are, cut at them",
  }),
});
const Query = Type.Object({
  q: Type.String({ minLength: 1, maxLength: 500 }),
  namespace: Type.Optional(Name),
  name: Type.Optional(Name),
  after: Type.Optional(Type.String({ pattern: "^[0-9]{1,6}$", description: "`next` of the page before" })),
  limit: Type.Integer({ minimum: 1, maximum: 100, default: 20 }),
});

/** `/api/v1/search`: repositories and datasets that the caller may see. */
export function searchRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const response = { 200: pageOf(FoundBody) };
  app.get(
    "/api/v1/search",
    {
      schema: {
        tags: ["search"],
        summary: "Repositories and datasets that have all words, the best first",
        querystring: Query,
        response,
      },
    },
    async (request) => {
      const { q: text, after = "0", limit, ...place } = request.query;
      const skipped = Number(after);
      const rows = await search(database, callerOf(request), { text, ...place, skipped, limit: limit + 1 });
      return toPage(rows, limit, { item: foundBody, key: () => String(skipped + limit) });
    },
  );
}

function foundBody({ artifacts, snippet, ...found }: Found): Type.Static<typeof FoundBody> {
  return { ...found, artifacts: [...artifacts], snippet: [...snippet] };
}
