import { LodeError } from "@lode/core";
import type { App } from "../http/app.ts";
import type { Registry } from "../http/registry.ts";

/** `/livez`: the process answers. `/readyz`: it can serve, its database included, and is not stopping. */
export function healthRoutes(app: App, { database, stopping }: Pick<Registry, "database" | "stopping">): void {
  const options = { logLevel: "warn", schema: { hide: true } } as const;
  app.get("/livez", options, () => ({ status: "ok" }));
  app.get("/readyz", options, async () => {
    if (stopping.aborted) {
      throw new LodeError("SERVER_STOPPING", "Cannot serve: the server is stopping", {
        hint: "Try again in a moment.",
      });
    }
    await database.selectFrom("users").select("id").limit(1).execute();
    return { status: "ok" };
  });
}
