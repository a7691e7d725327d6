import type { Agent, IncomingMessage } from "node:http";
import { exchange } from "../http/exchange.ts";
import { redirectError } from "../http/http-errors.ts";
import type { HttpRequest } from "../http/http-request.ts";
import { httpSettings } from "../http/http-settings.ts";
import { jsonBody } from "../http/json-body.ts";
import { makeAgent } from "../http/make-agent.ts";
import { readJson } from "../http/read-json.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** Answers of the API about one thing are much smaller. */
const ANSWER_MAX_BYTES = 1_000_000;

/** One call of the API. */
export interface ApiCall {
  /** For messages: an infinitive, such as `sign in to`. */
  readonly action: string;
  readonly method: "GET" | "POST" | "DELETE";
  /** Behind `/api/v1`, with a slash. */
  readonly path: string;
  readonly body?: Readonly<Record<string, unknown>>;
  /** Signs the request. Default: nobody. */
  readonly token?: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** What the API answered, whatever its status. */
export interface ApiAnswer {
  readonly status: number;
  /** Parsed JSON; undefined if the body is none. */
  readonly body: unknown;
  readonly headers: IncomingMessage["headers"];
}

/**
 * Calls what the API of a registry server has about sign-ins. Redirections are not followed: what is sent here, passwords among
 * it, is for no other address.
 */
export class SignInApi {
  readonly server: string;
  readonly #env: StorageAccess["env"];
  #agent: Promise<Agent> | undefined;

  /** @param server scheme, host and port */
  constructor(server: string, env: StorageAccess["env"]) {
    this.server = server;
    this.#env = env;
  }

  /** @throws STORAGE_UNREACHABLE, STORAGE_REJECTED for a redirection, CANCELLED */
  async call({ action, method, path, body, token, signal }: ApiCall): Promise<ApiAnswer> {
    const sent = body && jsonBody(body);
    const headers = {
      "user-agent": "lode",
      accept: "application/json",
      "accept-encoding": "identity",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...sent?.headers,
    };
    const request: HttpRequest = {
      action,
      method,
      url: new URL(`/api/v1${path}`, this.server),
      shown: this.server,
      headers,
      signal,
      ...(sent && { body: sent.body }),
    };
    return await this.#send(request);
  }

  async #send(request: HttpRequest): Promise<ApiAnswer> {
    const settings = httpSettings({ url: this.server, options: new Map(), env: this.#env });
    this.#agent ??= makeAgent(request.url, settings);
    const message = await exchange(request, { agent: await this.#agent, ...settings });
    const { statusCode: status = 0, headers } = message;
    if (status >= 300 && status < 400) {
      message.destroy();
      throw redirectError(request, `the server redirects to '${headers.location ?? "nowhere"}'`);
    }
    return { status, headers, body: await readJson(message, request, ANSWER_MAX_BYTES) };
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    (await this.#agent)?.destroy();
  }
}
