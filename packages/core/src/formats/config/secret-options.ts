import type { RemoteScheme } from "./remote-schemas.ts";

/** Options that are secrets wherever they occur. */
const SECRETS: ReadonlySet<string> = new Set([
  "password",
  "passphrase",
  "secret_access_key",
  "session_token",
  "sse_customer_key",
  "connection_string",
  "sas_token",
  "account_key",
  "client_secret",
  "oss_key_secret",
  "gdrive_client_secret",
  "token",
  "bearer_token_command",
]);

/**
 * Says whether the value of an option must not be shown or sent anywhere. For HTTP and WebDAV with
 * `auth = custom`, the secret header is named by `custom_auth_header` and its value is `password`.
 *
 * @param section a remote's scheme, or the section `studio` or `db`
 */
export function isSecretOption(section: RemoteScheme | "studio" | "db", option: string): boolean {
  return SECRETS.has(option) || (section === "remote" && /secret|password|token|_key$/.test(option));
}
