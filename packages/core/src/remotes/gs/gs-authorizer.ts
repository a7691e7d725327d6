import type { AuthClient } from "google-auth-library";
import { LodeError } from "../../base/lode-error.ts";
import { textOption } from "../../formats/config/config.ts";
import { what } from "../http/http-errors.ts";
import type { HttpRequest } from "../http/http-request.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { findGoogleCredentials } from "./gs-credentials.ts";
import { isGoogleUrl } from "./gs-key-file.ts";
import { type GsSettings, isAnonymous } from "./gs-settings.ts";

/** Adds to requests who is signed in. Credentials are looked for at the first one. */
export class GsAuthorizer {
  readonly #access: StorageAccess;
  readonly #settings: GsSettings;
  #client: Promise<AuthClient | undefined> | undefined;

  constructor(access: StorageAccess, settings: GsSettings) {
    this.#access = access;
    this.#settings = settings;
  }

  /** @throws STORAGE_DENIED, STORAGE_UNREACHABLE, and what findGoogleCredentials throws */
  async authorize(request: HttpRequest): Promise<HttpRequest> {
    const client = await this.#find();
    if (client === undefined || request.url.origin !== new URL(this.#settings.endpoint).origin) return request;
    const headers = await client.getRequestHeaders(request.url).catch((error: unknown) => {
      throw signInError(request, error);
    });
    return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
  }

  /** What to do where access is denied. */
  async deniedHint(): Promise<string> {
    return (await this.#find()) === undefined ? NOBODY_HINT : DENIED_HINT;
  }

  #find(): Promise<AuthClient | undefined> {
    this.#client ??= this.#maySignIn() ? findGoogleCredentials(this.#access) : Promise.resolve(undefined);
    return this.#client;
  }

  /** Credentials that merely lie around go to Google only: the endpoint may be one that others have configured. */
  #maySignIn(): boolean {
    const { options, env } = this.#access;
    if (isAnonymous(options)) return false;
    const isChosen = textOption(options, "credentialpath") !== undefined;
    return isChosen || isGoogleUrl(this.#settings.endpoint, env.GOOGLE_CLOUD_UNIVERSE_DOMAIN || undefined);
  }
}

const NOBODY_HINT =
  "No credentials were found: set `credentialpath` of the remote with `--local`, or sign in with `gcloud auth application-default login`.";
const DENIED_HINT =
  "The account needs the role Storage Object User for the bucket, or Storage Object Viewer to read only.";

/** A refusal that has a status comes from the service that gives out tokens; without one it was not reached. */
function signInError(request: HttpRequest, cause: unknown): LodeError {
  const status = (cause as { readonly status?: unknown }).status;
  const details = { url: request.shown };
  const isRefused = typeof status === "number" && status < 500 && status !== 429;
  if (!isRefused) {
    return new LodeError("STORAGE_UNREACHABLE", `${what(request)}: Google gives out no token now`, { details, cause });
  }
  return new LodeError("STORAGE_DENIED", `${what(request)}: Google refuses the credentials`, {
    hint: "Sign in again with `gcloud auth application-default login`, or look whether the key was withdrawn.",
    details: { ...details, status },
    cause,
  });
}
