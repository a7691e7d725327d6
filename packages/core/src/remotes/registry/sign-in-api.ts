import type { Agent, IncomingMessage } from "node:http";
import type { Readable } from "node:stream";
import { LodeError } from "../../base/lode-error.ts";
import { exchange } from "../http/exchange.ts";
import { redirectError, what } from "../http/http-errors.ts";
import type { HttpRequest } from "../http/http-request.ts";
import { httpSettings } from "../http/http-settings.ts";
import { makeAgent } from "../http/make-agent.ts";
import { openBody } from "../http/open-body.ts";
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
  /** Parsed JSON; undefined if the body is empty or none. */
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

  /** @throws STORAGE_UNREACHABLE, STORAGE_REJECTED for a redirection or an answer that is too large, CANCELLED */
  async call({ action, method, path, body, token, signal }: ApiCall): Promise<ApiAnswer> {
    const content = body === undefined ? undefined : Buffer.from(JSON.stringify(body));
    const headers = {
      "user-agent": "lode",
      accept: "application/json",
      "accept-encoding": "identity",
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(content !== undefined && { "content-type": "application/json" }),
    };
    const request: HttpRequest = {
      action,
      method,
      url: new URL(`/api/v1${path}`, this.server),
      shown: this.server,
      headers,
      signal,
      ...(content !== undefined && { body: { sizeBytes: content.length, content } }),
    };
    return await this.#send(request);
  }

  async #send(request: HttpRequest): Promise<ApiAnswer> {
    const settings = httpSettings({ url: this.server, options: new Map(), env: this.#env });
    this.#agent ??= makeAgent(request.url.protocol, settings);
    const message = await exchange(request, { agent: await this.#agent, ...settings });
    const { statusCode: status = 0, headers } = message;
    if (status >= 300 && status < 400) {
      message.destroy();
      throw redirectError(request, `the server redirects to '${headers.location ?? "nowhere"}'`);
    }
    return { status, headers, body: parsedJson(await limited(openBody(message, request), request)) };
  }

  /** Ends the connections. */
  async close(): Promise<void> {
    (await this.#agent)?.destroy();
  }
}

async function limited(body: Readable, request: HttpRequest): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body) {
    size += chunk.length;
    if (size > ANSWER_MAX_BYTES) throw new LodeError("STORAGE_REJECTED", `${what(request)}: the answer is too large`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString("utf8");
}

function parsedJson(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
