import type { App } from "../http/app.ts";
import type { Registry } from "../http/registry.ts";
import { healthRoutes } from "./health.ts";

/** Adds every route. */
export function routes(app: App, registry: Registry): void {
  healthRoutes(app, registry);
}
