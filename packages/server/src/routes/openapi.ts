import type { ApiDocument } from "../http/api-document/api-document.ts";
import { apiPage } from "../http/api-document/api-page.ts";
import { completeApiDocument } from "../http/api-document/complete-api-document.ts";
import type { App } from "../http/app.ts";
import { sendPage } from "../http/send-page.ts";

/**
 * `/api/v1/openapi.json`: the API's description, made of the schemas of its routes; `/docs`: the same as a page, which is
 * where a browser without an address in mind gets.
 */
export function openApiRoutes(app: App): void {
  let made: ApiDocument | undefined;
  const document = (): ApiDocument => {
    // The schemas of our own routes have these forms.
    made ??= completeApiDocument(app.swagger() as unknown as ApiDocument);
    return made;
  };
  app.get("/api/v1/openapi.json", { schema: { hide: true } }, document);
  app.get("/docs", { schema: { hide: true } }, (_request, reply) => sendPage(reply, apiPage(document())));
  for (const url of ["/", "/api/v1/"]) {
    app.get(url, { schema: { hide: true } }, (_request, reply) => reply.redirect("/docs"));
  }
}
