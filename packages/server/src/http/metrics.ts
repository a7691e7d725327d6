import type { Socket } from "node:net";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry as MetricsRegistry } from "prom-client";
import type { Database } from "../db/open-database.ts";
import { jobStates } from "../jobs/job-states.ts";
import type { App } from "./app.ts";

/** Seconds. The smallest are what a small read is to take, the largest what a push of much data takes. */
const BUCKETS = [0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 60, 300];
const REQUEST_LABELS = ["method", "route", "status"] as const;
/** Other words in the place of the method would be a label of their own each. */
const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Counts what the server does, for Prometheus. No label holds a name that users choose, so that their number is bounded: routes
 * are named by their patterns.
 */
export function countRequests(app: App, database: Database): MetricsRegistry {
  const metrics = new MetricsRegistry();
  const registers = [metrics];
  collectDefaultMetrics({ register: metrics });
  const seconds = new Histogram({
    name: "lode_http_request_duration_seconds",
    help: "Time from a request's head to the end of its answer",
    labelNames: REQUEST_LABELS,
    buckets: BUCKETS,
    registers,
  });
  const bytes = new Counter({
    name: "lode_http_bytes_total",
    help: "Bytes of requests (in) and answers (out), their heads included, of requests that have ended",
    labelNames: ["direction"],
    registers,
  });
  gaugeRequests(app, metrics);
  gaugeJobs(database, metrics);
  const traffic = new SocketTraffic();
  app.addHook("onResponse", async (request, reply) => {
    const route = request.routeOptions.url ?? "none";
    const method = METHODS.has(request.method) ? request.method : "other";
    seconds.observe({ method, route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
    const moved = traffic.since(request.raw.socket);
    bytes.inc({ direction: "in" }, moved.read);
    bytes.inc({ direction: "out" }, moved.written);
  });
  return metrics;
}

function gaugeRequests(app: App, metrics: MetricsRegistry): void {
  const underWay = new Gauge({ name: "lode_http_requests", help: "Requests under way", registers: [metrics] });
  app.addHook("onRequest", async (_request, reply) => {
    underWay.inc();
    reply.raw.once("close", () => underWay.dec());
  });
}

/** Asked of the database when the metrics are read. */
function gaugeJobs(database: Database, metrics: MetricsRegistry): void {
  const registers = [metrics];
  const oldest = new Gauge({
    name: "lode_job_oldest_seconds",
    help: "For how long the job that is due for longest waits",
    labelNames: ["kind"],
    registers,
  });
  new Gauge({
    name: "lode_jobs",
    help: "Jobs of the registry, of all its servers",
    labelNames: ["kind", "state"],
    registers,
    async collect() {
      for (const { kind, held, waiting, failing, oldestS } of await jobStates(database)) {
        this.set({ kind, state: "held" }, held);
        this.set({ kind, state: "waiting" }, waiting);
        this.set({ kind, state: "failing" }, failing);
        oldest.set({ kind }, oldestS);
      }
    },
  });
}

/** What has moved over connections, which are kept for many requests. */
class SocketTraffic {
  readonly #seen = new WeakMap<Socket, { readonly read: number; readonly written: number }>();

  /** Bytes since the last call for a connection. */
  since(socket: Socket): { readonly read: number; readonly written: number } {
    const before = this.#seen.get(socket) ?? { read: 0, written: 0 };
    const now = { read: socket.bytesRead, written: socket.bytesWritten };
    this.#seen.set(socket, now);
    return { read: now.read - before.read, written: now.written - before.written };
  }
}
