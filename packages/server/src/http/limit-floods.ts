import type { App } from "./app.ts";
import { callerKey } from "./callers.ts";
import { Gate } from "./gate.ts";

/** How much is done at once. */
export interface FloodLimits {
  /** Requests that move data: Git, DVC's remote, batches, plain URLs. */
  readonly transfersMax: number;
  /** Requests of the API. */
  readonly apiRequestsMax: number;
}

/**
 * Refuses what is more than the server does at once, before a body is read. One caller, or one address of callers that have
 * not signed in, gets at most half of the places, so that there are some for others.
 */
export function limitFloods(app: App, { transfersMax, apiRequestsMax }: FloodLimits): void {
  const transfers = new Gate(transfersMax, Math.ceil(transfersMax / 2));
  const api = new Gate(apiRequestsMax, Math.ceil(apiRequestsMax / 2));
  app.addHook("onRequest", async (request, reply) => {
    const url = request.routeOptions.url;
    // What is at no address is refused at once, and those who watch the server are to see it under load, too.
    if (url === undefined || !(url.startsWith("/api/") || url.startsWith("/:"))) return;
    const gate = url.startsWith("/api/") ? api : transfers;
    gate.enter(reply.raw, callerKey(request));
  });
}
