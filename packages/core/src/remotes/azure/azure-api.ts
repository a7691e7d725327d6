import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { CloudClient } from "../cloud/cloud-client.ts";
import { refusalError } from "../cloud/refusal.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { readBody } from "../http/open-body.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { type AzureSettings, azureSettings } from "./azure-settings.ts";
import { AzureTokens } from "./azure-tokens.ts";
import { sharedKeyAuthorization } from "./shared-key.ts";

/** Of the REST API: the first with tokens for all of it, and blocks of 4,000 MiB. */
const API_VERSION = "2021-12-02";

/** Azure's REST API for one container. */
export class AzureApi {
  readonly settings: AzureSettings;
  readonly #tokens: AzureTokens;
  readonly #client: CloudClient;

  /** @throws URL_INVALID, CREDENTIALS_MISSING */
  constructor(access: StorageAccess) {
    const settings = azureSettings(access);
    const { connectTimeoutMs, readTimeoutMs } = settings;
    this.settings = settings;
    this.#tokens = new AzureTokens(settings.login, access.options);
    const authorize = (request: HttpRequest) => this.#authorize(request);
    this.#client = new CloudClient({ env: access.env, connectTimeoutMs, readTimeoutMs, authorize });
  }

  /** A request about a blob, or about the container if no name is given; the parameters are the API's. */
  request(method: string, name: string | undefined, { action, shown, parameters = {}, signal }: Asked): HttpRequest {
    const { endpoint, place, serverTimeoutS } = this.settings;
    const blob = name === undefined ? "" : `/${name.split("/").map(encodeURIComponent).join("/")}`;
    const url = new URL(`${endpoint}/${encodeURIComponent(place.container)}${blob}`);
    for (const [parameter, value] of Object.entries(parameters)) {
      if (value !== undefined) url.searchParams.set(parameter, value);
    }
    if (serverTimeoutS !== undefined) url.searchParams.set("timeout", String(serverTimeoutS));
    return { method, url, action, shown, signal };
  }

  /** @throws STORAGE_UNREACHABLE, CANCELLED, CREDENTIALS_MISSING; the caller consumes the answer */
  send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#client.send(request);
  }

  /** Sends a request that is to succeed. @throws as send, and what `refuse` makes of an answer */
  async sendSuccessfully(request: HttpRequest): Promise<HttpAnswer> {
    const answer = await this.send(request);
    if (answer.status >= 300) throw await this.refuse(request, answer);
    return answer;
  }

  /** The error for an answer that is no success. */
  async refuse(request: HttpRequest, answer: HttpAnswer): Promise<LodeError> {
    const code = errorCode(answer);
    const body = await readBody(answer.message, request).catch(() => Buffer.alloc(0));
    if (code === "ContainerNotFound") return this.#containerMissing();
    const sentence = /<Message>([^<\n]*)/.exec(body.toString())?.[1] ?? "";
    const reason = [code, sentence].filter((text) => text !== "").join(": ");
    return refusalError({ request, answer, reason, deniedHint: this.#deniedHint() });
  }

  /**
   * Whether an answer says that there is no such blob; it is consumed then.
   *
   * @throws STORAGE_REJECTED if there is no container
   */
  isMissing(answer: HttpAnswer): boolean {
    if (answer.status !== 404) return false;
    answer.message.resume();
    if (errorCode(answer) === "ContainerNotFound") throw this.#containerMissing();
    return true;
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#client.close();
  }

  async #authorize(request: HttpRequest): Promise<HttpRequest> {
    const { login } = this.settings;
    const headers = { ...request.headers, "x-ms-version": API_VERSION, "x-ms-date": new Date().toUTCString() };
    const stamped = { ...request, headers };
    switch (login.kind) {
      case "key":
        return { ...stamped, headers: { ...headers, authorization: sharedKeyAuthorization(stamped, login) } };
      case "sas":
        return { ...stamped, url: withQuery(request.url, login.query) };
      case "anonymous":
        return stamped;
      default:
        return { ...stamped, headers: { ...headers, authorization: `Bearer ${await this.#tokens.get(request)}` } };
    }
  }

  #containerMissing(): LodeError {
    const { container } = this.settings.place;
    return new LodeError("STORAGE_REJECTED", `Cannot use 'azure://${container}': there is no such container`, {
      hint: "Create it first, or correct the URL of the remote.",
      details: { container },
    });
  }

  #deniedHint(): string {
    switch (this.settings.login.kind) {
      case "key":
        return "Look whether `account_key` or `connection_string` is the right one, and the clock of this machine.";
      case "sas":
        return "Look whether the signature has expired; it needs the permissions read, write, list and delete.";
      case "anonymous":
        return "Set `account_key`, `sas_token` or `connection_string` with `--local`, or sign in with `az login`.";
      default:
        return "The account needs the role Storage Blob Data Contributor, or Storage Blob Data Reader to read only.";
    }
  }
}

/** What a request is about. */
export interface Asked extends RunContext {
  /** For messages: an infinitive. */
  readonly action: string;
  /** For messages: the URL as the user knows it. */
  readonly shown: string;
  readonly parameters?: Readonly<Record<string, string | undefined>>;
}

/** The service's name for what went wrong; empty if it gives none. */
export function errorCode({ message }: HttpAnswer): string {
  const code = message.headers["x-ms-error-code"];
  return typeof code === "string" ? code : "";
}

/** The signature is taken as it is: encoding it anew could change it. */
function withQuery(url: URL, query: string): URL {
  const signed = new URL(url);
  signed.search = signed.search === "" ? query : `${signed.search}&${query}`;
  return signed;
}
