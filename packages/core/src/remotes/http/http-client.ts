import type { IncomingMessage } from "node:http";
import { AgentPool } from "./agent-pool.ts";
import { exchange } from "./exchange.ts";
import { httpAuth } from "./http-auth.ts";
import type { HttpAuth, HttpHeaders } from "./http-credentials.ts";
import { type HttpAttempt, redirectError } from "./http-errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import type { HttpSettings } from "./http-settings.ts";
import { parseHttpUrl } from "./parse-http-url.ts";

const MAX_REDIRECTS = 10;

/** Sends requests to one web server over a pool of connections that are kept; idle ones do not keep a process alive. */
export class HttpClient {
  readonly settings: HttpSettings;
  readonly #origin: string;
  readonly #auth: HttpAuth;
  readonly #agents: AgentPool;

  /** @throws URL_INVALID */
  constructor(baseUrl: string, settings: HttpSettings) {
    this.settings = settings;
    this.#origin = parseHttpUrl(baseUrl).origin;
    this.#auth = httpAuth(settings.credentials);
    this.#agents = new AgentPool(settings);
  }

  /**
   * Sends a request and follows redirections: those of uploads only if they keep the method (307, 308). The caller
   * consumes the answer, whatever its status.
   *
   * @throws STORAGE_UNREACHABLE, STORAGE_REJECTED for a redirection that is not followed, CANCELLED
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const { sent, ...answer } = await this.#follow(request);
    if (answer.status !== 401) return answer;
    if (!(await this.#auth.renew(answer.message.headers["www-authenticate"], sent))) return answer;
    answer.message.resume();
    const { sent: _, ...second } = await this.#follow(request);
    return second;
  }

  /** Ends the connections that nothing uses; another request makes new ones. */
  close(): Promise<void> {
    return this.#agents.close();
  }

  async #follow(request: HttpRequest): Promise<SignedAnswer> {
    let url = request.url;
    for (let hops = 0; ; hops++) {
      const { message, sent } = await this.#sendOnce({ ...request, url });
      const { location } = message.headers;
      const status = message.statusCode ?? 0;
      if (!isRedirect(status) || location === undefined) return { status, message, url, sent };
      message.resume();
      const attempt = { action: request.action, url };
      if (hops >= MAX_REDIRECTS) throw redirectError(attempt, "the server redirects without end");
      if (request.body !== undefined && request.method !== "PROPFIND") refuseLostBody(attempt, status, location);
      url = nextUrl(attempt, location);
    }
  }

  async #sendOnce(request: HttpRequest): Promise<{ readonly message: IncomingMessage; readonly sent: HttpHeaders }> {
    const { connectTimeoutMs, readTimeoutMs, proxyEnv } = this.settings;
    const sent = request.url.origin === this.#origin ? await this.#auth.headers(request) : {};
    const headers = { "user-agent": "lode", "accept-encoding": "identity", ...request.headers, ...sent };
    const agent = await this.#agents.agentFor(request.url);
    const message = await exchange({ ...request, headers }, { agent, proxyEnv, connectTimeoutMs, readTimeoutMs });
    return { message, sent };
  }
}

/** An answer, and the headers that were to let the request in. */
interface SignedAnswer extends HttpAnswer {
  readonly sent: HttpHeaders;
}

function isRedirect(status: number): boolean {
  return [301, 302, 303, 307, 308].includes(status);
}

function refuseLostBody(attempt: HttpAttempt, status: number, location: string): void {
  if (status === 307 || status === 308) return;
  const target = URL.parse(location, String(attempt.url));
  const place = target === null ? "elsewhere" : `to ${target.origin}${target.pathname}`;
  throw redirectError(attempt, `the server redirects ${place} (${status}), which loses what is sent`);
}

function nextUrl(attempt: HttpAttempt, location: string): URL {
  const url = URL.parse(location, String(attempt.url));
  if (url === null) throw redirectError(attempt, "the server redirects to what is no URL");
  return parseHttpUrl(url.href);
}
