import type { Agent } from "node:http";
import { exchange } from "../http/exchange.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { type ConnectionSettings, makeAgent } from "../http/make-agent.ts";

/** How a cloud's storage is talked to. */
export interface CloudConnection {
  /** The caller's environment, for proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** 0: no limit. Default: 60,000. */
  readonly connectTimeoutMs?: number | undefined;
  /** How long the service may be silent; 0: no limit. Default: 60,000. */
  readonly readTimeoutMs?: number | undefined;
  /** Which servers are trusted. Default: those that the usual authorities vouch for. */
  readonly trust?: Pick<ConnectionSettings, "verifyCertificates" | "extraCertificates">;
  /** Adds to a request what lets it in; called for each, at once by many. */
  readonly authorize: (request: HttpRequest) => Promise<HttpRequest>;
}

const DEFAULT_TIMEOUT_MS = 60_000;
const USUAL_TRUST = { verifyCertificates: true, extraCertificates: undefined };

/**
 * Sends requests to the storage of a cloud, over connections that are kept. It follows no redirections, so that what lets
 * a request in reaches no other server.
 */
export class CloudClient {
  readonly #connection: CloudConnection;
  readonly #agents = new Map<string, Promise<Agent>>();

  constructor(connection: CloudConnection) {
    this.#connection = connection;
  }

  /**
   * Sends a request. The caller consumes the answer, whatever its status.
   *
   * @throws STORAGE_UNREACHABLE, CANCELLED, and what `authorize` and the body's stream throw
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { authorize, connectTimeoutMs = DEFAULT_TIMEOUT_MS, readTimeoutMs = DEFAULT_TIMEOUT_MS } = this.#connection;
    const headers = { "user-agent": "lode", "accept-encoding": "identity", ...request.headers };
    const authorized = await authorize({ ...request, headers });
    const agent = await this.#agent(request.url.protocol);
    const message = await exchange(authorized, { agent, connectTimeoutMs, readTimeoutMs });
    return { status: message.statusCode ?? 0, message, url: request.url };
  }

  /** Ends the connections; a request that comes later opens new ones. */
  async close(): Promise<void> {
    const agents = await Promise.all(this.#agents.values());
    this.#agents.clear();
    for (const agent of agents) agent.destroy();
  }

  #agent(protocol: string): Promise<Agent> {
    const { env, trust = USUAL_TRUST } = this.#connection;
    const settings: ConnectionSettings = { proxyEnv: env, ...trust };
    const agent = this.#agents.get(protocol) ?? makeAgent(protocol, settings);
    this.#agents.set(protocol, agent);
    return agent;
  }
}
