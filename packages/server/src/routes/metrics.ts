import { isIP } from "node:net";
import type { FastifyRequest } from "fastify";
import type { Registry as MetricsRegistry } from "prom-client";
import type { App } from "../http/app.ts";
import { requireServerAdministrator } from "../http/callers.ts";
import type { Registry } from "../http/registry.ts";

/** `/metrics` in the text format of Prometheus, for whom the setting allows it, and for administrators of the server. */
export function metricsRoutes(app: App, { database, settings }: Registry, metrics: MetricsRegistry): void {
  app.get("/metrics", { logLevel: "warn", schema: { hide: true } }, async (request, reply) => {
    if (settings.metrics !== "public" && !isLocal(request)) {
      await requireServerAdministrator(database, request, { action: "read", target: "metrics" });
    }
    return await reply.type(metrics.contentType).send(await metrics.metrics());
  });
}

/** What a proxy passes on comes from this machine only if the proxy is trusted to say so. */
function isLocal(request: FastifyRequest): boolean {
  const isDirect = request.ip === request.socket.remoteAddress;
  if (isDirect && request.headers["x-forwarded-for"] !== undefined) return false;
  return isIP(request.ip) !== 0 && /^(127\.|::1$|::ffff:127\.)/.test(request.ip);
}
