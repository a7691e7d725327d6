import { type ErrorCode, errorCatalogue } from "../../base/error-catalogue.ts";
import { LodeError } from "../../base/lode-error.ts";
import { fieldOf, textField } from "../../base/parse-json.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { HttpClient } from "../http/http-client.ts";
import type { HttpRequest } from "../http/http-request.ts";
import { httpSettings } from "../http/http-settings.ts";
import { jsonBody } from "../http/json-body.ts";
import { parseHttpUrl } from "../http/parse-http-url.ts";
import { readJson } from "../http/read-json.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

/** Any server may answer with anything; pages of the API are smaller. */
const ANSWER_MAX_BYTES = 16 * 1024 * 1024;

/** What a request of the API carries. */
export interface ApiRequest {
  /** As apiPath makes it. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  /** What is sent as JSON, by POST. Default: nothing, by GET. */
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** The path of a resource below `/api/v1/`, of its parts. */
export function apiPath(...parts: readonly string[]): string {
  return parts.map(encodeURIComponent).join("/");
}

/** Speaks the HTTP API of one registry server. */
export class RegistryClient implements AsyncDisposable {
  readonly #server: URL;
  readonly #client: HttpClient;

  /**
   * @param access the address of the server, which may hold credentials, the environment, and the user's sign-ins
   * @throws URL_INVALID
   */
  constructor({ url, env, findToken }: Pick<StorageAccess, "url" | "env" | "findToken">) {
    this.#server = parseHttpUrl(url);
    this.#client = new HttpClient(url, httpSettings({ url, env, findToken, options: new Map() }));
  }

  /**
   * Asks the API.
   *
   * @returns the answer's JSON; undefined if there is no answer beside the success
   * @throws the server's own error; NOT_A_REGISTRY if what answers does not speak the API; STORAGE_UNREACHABLE, CANCELLED
   */
  async ask({ path, query = {}, body, signal }: ApiRequest): Promise<unknown> {
    const url = new URL(`api/v1/${path}`, this.#server);
    for (const [name, value] of Object.entries(query)) {
      if (value !== undefined) url.searchParams.set(name, String(value));
    }
    const request: HttpRequest = {
      action: "ask",
      method: body === undefined ? "GET" : "POST",
      url,
      signal,
      ...(body !== undefined && jsonBody(body)),
    };
    const answer = await this.#client.send(request);
    if (answer.status === 204) {
      answer.message.resume();
      return undefined;
    }
    const value = await readJson(answer.message, request, ANSWER_MAX_BYTES);
    if (answer.status === 200 && typeof value === "object" && value !== null) return value;
    throw serverError(value) ?? notARegistry(this.#server, answer.status);
  }

  /** Ends the connections. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#client.close();
  }
}

/** The error that a server tells, as it would be thrown here. */
function serverError(value: unknown): LodeError | undefined {
  const told = fieldOf(value, "error");
  const [code, message, hint] = ["code", "message", "hint"].map((name) => textField(told, name));
  if (code === undefined || message === undefined || !isErrorCode(code)) return undefined;
  return new LodeError(code, message, hint === undefined ? {} : { hint });
}

function isErrorCode(code: string): code is ErrorCode {
  return Object.hasOwn(errorCatalogue, code);
}

function notARegistry(url: URL, status: number): LodeError {
  const shown = redactUrl(url.href);
  return new LodeError("NOT_A_REGISTRY", `Cannot ask '${shown}': no registry server answers there (${status})`, {
    hint: "Look whether the address is the right one, and the server not older than this program.",
    details: { url: shown, status },
  });
}
