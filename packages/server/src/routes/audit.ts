import Type from "typebox";
import { readAudit } from "../accounts/audit.ts";
import { Limit, pageOf, toPage } from "../http/api-schemas.ts";
import type { App } from "../http/app.ts";
import { requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

const Nullable = Type.Union([Type.String(), Type.Null()]);
const Act = Type.Object({
  id: Type.String(),
  at: Type.String(),
  user_name: Nullable,
  token_id: Nullable,
  action: Type.String(),
  target: Type.String(),
  outcome: Type.Enum(["done", "refused"]),
  request_id: Type.String(),
});
const Page = Type.Object({ before: Type.Optional(Type.String({ maxLength: 64 })), limit: Limit });

/** `/api/v1/audit`: what was done and refused, the newest first, for administrators of the server. */
export function auditRoutes(app: App, { database }: Pick<Registry, "database">): void {
  const schema = {
    tags: ["audit"],
    summary: "What was done and refused, the newest first",
    querystring: Page,
    response: { 200: pageOf(Act) },
  };
  app.get("/api/v1/audit", { schema }, async (request) => {
    await requireServerAdministrator(database, request, { action: "read", target: "audit log" });
    const { before, limit } = request.query;
    const rows = await readAudit(database, { before, limit: limit + 1 });
    return toPage(rows, limit, { item: (row) => row, key: ({ id }) => id });
  });
}
