import type { AccessToken, TokenCredential } from "@azure/identity";
import { LodeError } from "../../base/lode-error.ts";
import { boolOption, type Options } from "../../formats/config/config.ts";
import { loadPackage } from "../cloud/load-package.ts";
import { what } from "../http/http-errors.ts";
import type { HttpRequest } from "../http/http-request.ts";
import type { AzureLogin } from "./azure-settings.ts";

type Library = typeof import("@azure/identity");

const SCOPE = "https://storage.azure.com/.default";
/** A token is renewed so long before its end. */
const EARLY_MS = 5 * 60_000;

/** Gets tokens of Microsoft Entra, and keeps the one that holds. */
export class AzureTokens {
  readonly #login: AzureLogin;
  readonly #options: Options;
  #credential: Promise<TokenCredential> | undefined;
  #token: AccessToken | undefined;
  /** Under way; all who wait for a token wait for the same. */
  #asking: Promise<AccessToken> | undefined;

  constructor(login: AzureLogin, options: Options) {
    this.#login = login;
    this.#options = options;
  }

  /** @throws CREDENTIALS_MISSING if nobody is signed in, or is not who is said, PACKAGE_MISSING */
  async get(request: HttpRequest): Promise<string> {
    const kept = this.#token;
    if (kept !== undefined && kept.expiresOnTimestamp - EARLY_MS > Date.now()) return kept.token;
    this.#asking ??= this.#ask(request).finally(() => {
      this.#asking = undefined;
    });
    this.#token = await this.#asking;
    return this.#token.token;
  }

  async #ask(request: HttpRequest): Promise<AccessToken> {
    this.#credential ??= loadPackage("@azure/identity", () => import("@azure/identity")).then((library) =>
      credentialOf(library, this.#login, this.#options),
    );
    const credential = await this.#credential;
    const token = await credential.getToken(SCOPE).catch((error: unknown) => {
      throw signInError(request, error);
    });
    if (token === null) throw signInError(request, undefined);
    return token;
  }
}

/** The ways of the library's own chain, without those that the options exclude. */
function credentialOf(library: Library, login: AzureLogin, options: Options): TokenCredential {
  if (login.kind === "application") {
    return new library.ClientSecretCredential(login.tenantId, login.clientId, login.secret);
  }
  const isExcluded = (name: string): boolean => boolOption(options, `exclude_${name}_credential`) === true;
  const withoutEnvironment = isExcluded("environment");
  const withoutMachine = isExcluded("managed_identity");
  if (!withoutEnvironment && !withoutMachine) return new library.DefaultAzureCredential();
  return new library.ChainedTokenCredential(
    ...(withoutEnvironment ? [] : [new library.EnvironmentCredential()]),
    ...(withoutMachine ? [] : [...workloadIdentity(library), new library.ManagedIdentityCredential()]),
    new library.AzureCliCredential(),
    new library.AzurePowerShellCredential(),
    new library.AzureDeveloperCliCredential(),
  );
}

/** None where the environment does not name one, which the library takes for an error. */
function workloadIdentity(library: Library): readonly TokenCredential[] {
  try {
    return [new library.WorkloadIdentityCredential()];
  } catch (error) {
    if (error instanceof library.CredentialUnavailableError) return [];
    throw error;
  }
}

/** Nobody is signed in; or who is, is refused; or the service that decides cannot be reached. */
function signInError(request: HttpRequest, cause: unknown): LodeError {
  const extras = { details: { url: request.shown }, cause };
  const names = namesOf(cause);
  if (names.includes("AuthenticationError")) {
    return new LodeError("STORAGE_DENIED", `${what(request)}: Microsoft Entra refuses who is signed in`, {
      hint: "Sign in again with `az login`, or look at `tenant_id`, `client_id` and `client_secret`.",
      ...extras,
    });
  }
  if (cause === undefined || names.includes("CredentialUnavailableError")) {
    return new LodeError("CREDENTIALS_MISSING", `${what(request)}: nobody is signed in to Azure`, {
      hint: "Sign in with `az login`, or set `account_key`, `sas_token` or `connection_string` with `--local`.",
      ...extras,
    });
  }
  return new LodeError("STORAGE_UNREACHABLE", `${what(request)}: Microsoft Entra gives out no token now`, extras);
}

/** An error of a chain holds those of its members. */
function namesOf(error: unknown): readonly string[] {
  if (!(error instanceof Error)) return [];
  const members: readonly unknown[] = "errors" in error && Array.isArray(error.errors) ? error.errors : [];
  return [error.name, ...members.flatMap(namesOf)];
}
