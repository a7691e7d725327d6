import type {
  AuthClient,
  BaseExternalAccountClient,
  ExternalAccountClientOptions,
  JWTInput,
} from "google-auth-library";

/** What the library that signs in offers. */
type Library = typeof import("google-auth-library");

/** Enough to read, write and delete objects; what is really allowed, the bucket's owner decides. */
export const SCOPES: readonly string[] = ["https://www.googleapis.com/auth/devstorage.read_write"];

/**
 * Makes a client of the content of a file of credentials: a service account's key, what `gcloud` leaves after signing in,
 * one account that acts as another, or the identity of another cloud or of a CI service.
 *
 * @throws if it is none of these
 */
export function authClientOf(library: Library, file: unknown): AuthClient {
  const json = file as KeyFile;
  const scopes = [...SCOPES];
  switch (json.type) {
    case "service_account": {
      const client = new library.JWT({ scopes });
      client.fromJSON(json);
      return client;
    }
    case "authorized_user": {
      const client = new library.UserRefreshClient();
      client.fromJSON(json);
      return client;
    }
    case "impersonated_service_account":
      return actingAs(library, json);
    case "external_account": {
      const client = externalClient(library, json);
      client.scopes = scopes;
      return client;
    }
    case "external_account_authorized_user":
      return new library.ExternalAccountAuthorizedUserClient(json);
    default:
      throw new TypeError("unknown type of credentials");
  }
}

/** Of an account that acts as another; the library does not name this form. */
interface ImpersonatedJWTInput {
  readonly service_account_impersonation_url?: string;
  readonly source_credentials?: unknown;
}

type KeyFile =
  | (JWTInput & { readonly type: "service_account" | "authorized_user" })
  | (ImpersonatedJWTInput & { readonly type: "impersonated_service_account" })
  | ExternalAccount
  | ConstructorParameters<Library["ExternalAccountAuthorizedUserClient"]>[0];

type ExternalAccount = ExternalAccountClientOptions & {
  readonly type: "external_account";
  readonly credential_source: object;
};

/** As the library's own choice, which warns of files that nobody looked at. */
function externalClient(library: Library, json: ExternalAccount): BaseExternalAccountClient {
  const options = json as never;
  if ("environment_id" in json.credential_source) return new library.AwsClient(options);
  if ("executable" in json.credential_source) return new library.PluggableAuthClient(options);
  return new library.IdentityPoolClient(options);
}

/** The account is named at the end of the URL where its tokens are asked for. */
function actingAs(library: Library, json: ImpersonatedJWTInput): AuthClient {
  const targetPrincipal = /([^/]+):generateAccessToken$/.exec(json.service_account_impersonation_url ?? "")?.[1];
  if (targetPrincipal === undefined || json.source_credentials === undefined)
    throw new TypeError("no account to act as");
  return new library.Impersonated({
    sourceClient: authClientOf(library, json.source_credentials) as JsonClient,
    targetPrincipal,
    targetScopes: [...SCOPES],
    delegates: [],
  });
}

type JsonClient = NonNullable<NonNullable<ConstructorParameters<Library["Impersonated"]>[0]>["sourceClient"]>;

/**
 * Says whether an account of another cloud asks Google, and nobody else, for its tokens. Such a file says which file of
 * this machine is sent where, so that one that others wrote could send them any.
 */
export function asksGoogleOnly(file: unknown): boolean {
  const { type, token_url, service_account_impersonation_url } = file as Record<string, unknown>;
  if (type !== "external_account" && type !== "external_account_authorized_user") return true;
  return [token_url, service_account_impersonation_url].every((url) => url === undefined || isGoogleUrl(url));
}

/** Says whether a URL leads to Google, encrypted. */
export function isGoogleUrl(url: unknown, universe = "googleapis.com"): boolean {
  const { protocol, hostname } = URL.parse(String(url)) ?? { protocol: "", hostname: "" };
  return protocol === "https:" && (hostname === universe || hostname.endsWith(`.${universe}`));
}
