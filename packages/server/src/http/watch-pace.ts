import type { FastifyReply, FastifyRequest } from "fastify";
import type { App } from "./app.ts";

/** How fast the body of a request has to arrive. */
export interface PaceLimits {
  /** How long it is watched before it is judged, in seconds. */
  readonly idleTimeoutS: number;
  /** 0: it does not matter. */
  readonly uploadMinBytesPerSecond: number;
}

/** How often bodies are looked at in the time after which they are judged. */
const LOOKS = 4;

/** A body that arrives. */
interface Arrival {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
  /** Since when the bytes are counted, in ms. */
  since: number;
  /** What the connection had brought then. */
  bytes: number;
}

/**
 * Ends requests whose bodies arrive too slowly, so that nobody keeps a place by sending a byte now and then; an upload of
 * hours at a good pace is none of them. What waits for the server is not the client's fault.
 */
export function watchPace(app: App, { idleTimeoutS, uploadMinBytesPerSecond }: PaceLimits): void {
  if (uploadMinBytesPerSecond === 0) return;
  const arrivals = new Set<Arrival>();
  const judge = (arrival: Arrival, now: number): void => {
    const { raw } = arrival.request;
    const seconds = (now - arrival.since) / 1000;
    const isWaiting = raw.readableLength === 0;
    if (isWaiting && seconds < idleTimeoutS) return;
    if (isWaiting && raw.socket.bytesRead - arrival.bytes < seconds * uploadMinBytesPerSecond) endSlow(arrival);
    arrival.since = now;
    arrival.bytes = raw.socket.bytesRead;
  };
  const timer = setInterval(
    () => {
      for (const arrival of arrivals) {
        const { raw } = arrival.request;
        if (raw.complete || raw.destroyed) arrivals.delete(arrival);
        else judge(arrival, performance.now());
      }
    },
    (idleTimeoutS * 1000) / LOOKS,
  );
  app.addHook("onClose", async () => clearInterval(timer));
  app.addHook("onRequest", async (request, reply) => {
    if (request.raw.complete || !hasBody(request)) return;
    const arrival = { request, reply, since: performance.now(), bytes: request.socket.bytesRead };
    arrivals.add(arrival);
    reply.raw.once("close", () => arrivals.delete(arrival));
  });
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Answers past the handler, which is still reading; then the connection is closed. */
function endSlow({ request, reply }: Arrival): void {
  request.log.warn("request ended: its body came too slowly");
  const { socket } = request.raw;
  if (!reply.raw.headersSent) socket.write("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");
  socket.destroySoon();
}
