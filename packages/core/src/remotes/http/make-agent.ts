import type { Agent } from "node:http";
import type { HttpSettings } from "./http-settings.ts";
import { proxyFor } from "./proxy.ts";

/** What decides how connections are made. */
export type ConnectionSettings = Pick<
  HttpSettings,
  "proxyEnv" | "verifyCertificates" | "extraCertificates" | "clientCertificate"
>;

/** Longer than most servers keep a connection, so that they end it and not a request that is on its way. */
const IDLE_CONNECTION_MS = 60_000;

/**
 * Makes a pool of connections that are kept, for servers that are reached like the given one; idle ones do not keep a process
 * alive. The modules take 46 ms to load, which a command pays only when it talks to a web server.
 *
 * @throws CONFIG_INVALID as proxyFor does
 */
export async function makeAgent(server: URL, settings: ConnectionSettings): Promise<Agent> {
  const { verifyCertificates, extraCertificates, clientCertificate } = settings;
  const proxy = proxyFor(server, settings.proxyEnv)?.href;
  const proxyEnv = proxy === undefined ? {} : { http_proxy: proxy, https_proxy: proxy };
  const options = { keepAlive: true, timeout: IDLE_CONNECTION_MS, proxyEnv, scheduling: "lifo" } as const;
  if (server.protocol === "http:") return new (await import("node:http")).Agent(options);
  const [https, tls] = await Promise.all([import("node:https"), import("node:tls")]);
  const trusted = extraCertificates && { ca: [...tls.getCACertificates("default"), extraCertificates] };
  return new https.Agent({ ...options, rejectUnauthorized: verifyCertificates, ...trusted, ...clientCertificate });
}
