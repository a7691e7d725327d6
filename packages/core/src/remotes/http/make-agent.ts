import type { Agent } from "node:http";
import type { HttpSettings } from "./http-settings.ts";

/** What decides how connections are made. */
export type ConnectionSettings = Pick<
  HttpSettings,
  "proxyEnv" | "verifyCertificates" | "extraCertificates" | "clientCertificate"
>;

/** Longer than most servers keep a connection, so that they end it and not a request that is on its way. */
const IDLE_CONNECTION_MS = 60_000;

/**
 * Makes a pool of connections that are kept; idle ones do not keep a process alive. The modules take 46 ms to load, which a
 * command pays only when it talks to a web server.
 *
 * @param protocol `http:` or `https:`
 */
export async function makeAgent(protocol: string, settings: ConnectionSettings): Promise<Agent> {
  const { proxyEnv, verifyCertificates, extraCertificates, clientCertificate } = settings;
  const options = { keepAlive: true, timeout: IDLE_CONNECTION_MS, proxyEnv, scheduling: "lifo" } as const;
  if (protocol === "http:") return new (await import("node:http")).Agent(options);
  const [https, tls] = await Promise.all([import("node:https"), import("node:tls")]);
  const trusted = extraCertificates && { ca: [...tls.getCACertificates("default"), extraCertificates] };
  return new https.Agent({ ...options, rejectUnauthorized: verifyCertificates, ...trusted, ...clientCertificate });
}

/** Says whether requests with a protocol may have to go through a proxy. */
export function mayUseProxy(protocol: string, env: ConnectionSettings["proxyEnv"]): boolean {
  const name = `${protocol.slice(0, -1)}_proxy`;
  return Boolean(env[name] || env[name.toUpperCase()]);
}
