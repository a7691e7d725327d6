import type { Agent, IncomingMessage } from "node:http";
import { DigestAuth } from "./digest-auth.ts";
import { exchange } from "./exchange.ts";
import { type HttpAttempt, redirectError } from "./http-errors.ts";
import type { HttpAnswer, HttpRequest } from "./http-request.ts";
import type { HttpSettings } from "./http-settings.ts";
import { makeAgent } from "./make-agent.ts";
import { parseHttpUrl } from "./parse-http-url.ts";

const MAX_REDIRECTS = 10;

/** Sends requests to one web server over a pool of connections that are kept; idle ones do not keep a process alive. */
export class HttpClient {
  readonly settings: HttpSettings;
  readonly #origin: string;
  readonly #digest: DigestAuth | undefined;
  readonly #agents = new Map<string, Promise<Agent>>();

  /** @throws URL_INVALID */
  constructor(baseUrl: string, settings: HttpSettings) {
    const { credentials } = settings;
    this.settings = settings;
    this.#origin = parseHttpUrl(baseUrl).origin;
    this.#digest = credentials.kind === "digest" ? new DigestAuth(credentials) : undefined;
  }

  /**
   * Sends a request and follows redirections: those of uploads only if they keep the method (307, 308). The caller
   * consumes the answer, whatever its status.
   *
   * @throws STORAGE_UNREACHABLE, STORAGE_REJECTED for a redirection that is not followed, CANCELLED
   */
  async send(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.#follow(request);
    const challenge = answer.message.headers["www-authenticate"];
    if (answer.status !== 401 || !this.#digest?.accept(challenge)) return answer;
    answer.message.resume();
    return this.#follow(request);
  }

  async #follow(request: HttpRequest): Promise<HttpAnswer> {
    let url = request.url;
    for (let hops = 0; ; hops++) {
      const message = await this.#sendOnce({ ...request, url });
      const { location } = message.headers;
      const status = message.statusCode ?? 0;
      if (!isRedirect(status) || location === undefined) return { status, message, url };
      message.resume();
      const attempt = { action: request.action, url };
      if (hops >= MAX_REDIRECTS) throw redirectError(attempt, "the server redirects without end");
      if (request.body !== undefined) refuseLostBody(attempt, status, location);
      url = nextUrl(attempt, location);
    }
  }

  async #sendOnce(request: HttpRequest): Promise<IncomingMessage> {
    const { connectTimeoutMs, readTimeoutMs } = this.settings;
    const headers = {
      "user-agent": "lode",
      "accept-encoding": "identity",
      ...request.headers,
      ...this.#credentials(request),
    };
    return exchange(
      { ...request, headers },
      { agent: await this.#agent(request.url), connectTimeoutMs, readTimeoutMs },
    );
  }

  #credentials({ method, url }: HttpRequest): Readonly<Record<string, string>> {
    const { credentials } = this.settings;
    if (url.origin !== this.#origin) return {};
    switch (credentials.kind) {
      case "header":
        return { [credentials.name]: credentials.value };
      case "basic": {
        const pair = Buffer.from(`${credentials.user}:${credentials.password}`).toString("base64");
        return { authorization: `Basic ${pair}` };
      }
      case "digest": {
        const authorization = this.#digest?.authorize(method, url);
        return authorization === undefined ? {} : { authorization };
      }
      default:
        return {};
    }
  }

  #agent({ protocol }: URL): Promise<Agent> {
    const agent = this.#agents.get(protocol) ?? makeAgent(protocol, this.settings);
    this.#agents.set(protocol, agent);
    return agent;
  }
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
