import type { App } from "../http/app.ts";

/** `/api/v1/openapi.json`: the API's description, made of the schemas of its routes. */
export function openApiRoutes(app: App): void {
  app.get("/api/v1/openapi.json", { schema: { hide: true } }, () => app.swagger());
}
