import type { RunContext } from "../../base/events.ts";
import { LodeError } from "../../base/lode-error.ts";
import { fieldOf, parseJson, textField } from "../../base/parse-json.ts";
import { CloudClient } from "../cloud/cloud-client.ts";
import { KeptSessions } from "../cloud/kept-sessions.ts";
import { refusalError } from "../cloud/refusal.ts";
import { what } from "../http/http-errors.ts";
import type { HttpAnswer, HttpRequest } from "../http/http-request.ts";
import { readBody } from "../http/open-body.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { GsAuthorizer } from "./gs-authorizer.ts";
import { type GsSettings, gsSettings } from "./gs-settings.ts";

/** Google's JSON API for one bucket. */
export class GsApi {
  readonly settings: GsSettings;
  readonly sessions: KeptSessions;
  readonly #authorizer: GsAuthorizer;
  readonly #client: CloudClient;
  #bucketExists: Promise<boolean> | undefined;

  /** @throws URL_INVALID */
  constructor(access: StorageAccess) {
    this.settings = gsSettings(access);
    this.sessions = new KeptSessions(access.env);
    this.#authorizer = new GsAuthorizer(access, this.settings);
    const authorize = (request: HttpRequest) => this.#authorizer.authorize(request);
    this.#client = new CloudClient({ env: access.env, authorize });
  }

  /** The URL of the bucket's objects, or of one of them; the parameters are the API's. */
  objectUrl(name: string | undefined, parameters: Readonly<Record<string, string | undefined>>): URL {
    const { endpoint, place } = this.settings;
    const object = name === undefined ? "" : `/${encodeURIComponent(name)}`;
    return withParameters(`${endpoint}/storage/v1/b/${encodeURIComponent(place.container)}/o${object}`, parameters);
  }

  /** The URL that objects are sent to. */
  uploadUrl(parameters: Readonly<Record<string, string | undefined>>): URL {
    const { endpoint, place } = this.settings;
    return withParameters(`${endpoint}/upload/storage/v1/b/${encodeURIComponent(place.container)}/o`, parameters);
  }

  /** @throws STORAGE_UNREACHABLE, CANCELLED, and what signing in throws; the caller consumes the answer */
  send(request: HttpRequest): Promise<HttpAnswer> {
    return this.#client.send(request);
  }

  /** Sends a request that is answered with JSON. @throws as send and readJson do */
  async sendForJson(request: HttpRequest): Promise<object> {
    return this.readJson(request, await this.send(request));
  }

  /** Reads an answer that is JSON. @throws STORAGE_REJECTED if it is not; what `refuse` makes of one that is no success */
  async readJson(request: HttpRequest, answer: HttpAnswer): Promise<object> {
    if (answer.status >= 300) throw await this.refuse(request, answer);
    const value = parseJson(String(await readBody(answer.message, request)));
    if (typeof value === "object" && value !== null) return value;
    throw new LodeError("STORAGE_REJECTED", `${what(request)}: the answer is not Google's`, {
      hint: "Look whether `endpointurl` is the URL of a server that speaks the JSON API of Google Cloud Storage.",
      details: { url: request.shown },
    });
  }

  /** The error for an answer that is no success, with what the service says of it. */
  async refuse(request: HttpRequest, answer: HttpAnswer): Promise<LodeError> {
    const body = await readBody(answer.message, request).catch(() => Buffer.alloc(0));
    if (answer.status === 404) return this.bucketMissing();
    const deniedHint = await this.#authorizer.deniedHint();
    return refusalError({ request, answer, reason: reasonOf(body), deniedHint });
  }

  /**
   * Looks whether the bucket exists, the first time that an object is missing: both are answered by 404.
   *
   * @throws STORAGE_REJECTED if it does not
   */
  async ensureBucket(run: RunContext): Promise<void> {
    this.#bucketExists ??= this.#askForBucket(run).catch((error: unknown) => {
      this.#bucketExists = undefined;
      throw error;
    });
    if (!(await this.#bucketExists)) throw this.bucketMissing();
  }

  /** The error for a bucket that does not exist. */
  bucketMissing(): LodeError {
    const { container } = this.settings.place;
    return new LodeError("STORAGE_REJECTED", `Cannot use 'gs://${container}': there is no such bucket`, {
      hint: "Create it first, or correct the URL of the remote.",
      details: { bucket: container },
    });
  }

  /** Ends the connections. */
  close(): Promise<void> {
    return this.#client.close();
  }

  /** By a listing, which fewer permissions allow than the bucket's own description. One that is refused says nothing. */
  async #askForBucket({ signal }: RunContext): Promise<boolean> {
    const url = this.objectUrl(undefined, { maxResults: "1", fields: "kind" });
    const shown = `gs://${this.settings.place.container}`;
    const { status, message } = await this.send({ action: "look at", method: "GET", url, shown, signal });
    message.resume();
    return status !== 404;
  }
}

function withParameters(url: string, parameters: Readonly<Record<string, string | undefined>>): URL {
  const target = new URL(url);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) target.searchParams.set(name, value);
  }
  return target;
}

/** The sentence in the body of a refusal. */
function reasonOf(body: Buffer): string {
  return textField(fieldOf(parseJson(body.toString()), "error"), "message") ?? "";
}
