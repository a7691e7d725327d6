import { AgentPool } from "../http/agent-pool.ts";
import { exchange } from "../http/exchange.ts";
import type { HttpMessage } from "../http/http-message.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import type { ConnectionSettings } from "../http/make-agent.ts";
import { proxyFor } from "../http/proxy.ts";
import { isSmallRequest, SmallRequests } from "../http/small-requests.ts";

/** How a cloud's storage is talked to. */
export interface CloudConnection {
  /** The caller's environment, for proxies. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** In milliseconds; 0: no limit. Default: 60,000. */
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
  readonly #authorize: CloudConnection["authorize"];
  readonly #settings: ConnectionSettings;
  readonly #timeouts: { readonly connectTimeoutMs: number; readonly readTimeoutMs: number };
  readonly #agents: AgentPool;
  readonly #small: SmallRequests;

  constructor({ env, trust = USUAL_TRUST, authorize, ...timeouts }: CloudConnection) {
    const { connectTimeoutMs = DEFAULT_TIMEOUT_MS, readTimeoutMs = DEFAULT_TIMEOUT_MS } = timeouts;
    this.#authorize = authorize;
    this.#settings = { proxyEnv: env, ...trust };
    this.#agents = new AgentPool(this.#settings);
    this.#timeouts = { connectTimeoutMs, readTimeoutMs };
    this.#small = new SmallRequests({ ...trust, ...this.#timeouts });
  }

  /**
   * Sends a request. The caller consumes the answer, whatever its status.
   *
   * @throws STORAGE_UNREACHABLE, CANCELLED, and what `authorize` and the body's stream throw
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const headers = { "user-agent": "lode", "accept-encoding": "identity", ...request.headers };
    const message = await this.#exchange(await this.#authorize({ ...request, headers }));
    return { status: message.statusCode ?? 0, message, url: request.url };
  }

  /** Ends the connections; a request that comes later opens new ones. */
  async close(): Promise<void> {
    await this.#agents.close();
    await this.#small.close();
  }

  async #exchange(request: HttpRequest): Promise<HttpMessage> {
    const { proxyEnv } = this.#settings;
    const isDirect = proxyFor(request.url, proxyEnv) === undefined;
    if (isDirect && isSmallRequest(request)) return await this.#small.send(request);
    const agent = await this.#agents.agentFor(request.url);
    return await exchange(request, { agent, proxyEnv, ...this.#timeouts });
  }
}
