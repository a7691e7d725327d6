import { LodeError } from "../../base/lode-error.ts";
import { boolOption, numberOption, textOption } from "../../formats/config/config.ts";
import { type CloudPlace, parseCloudUrl } from "../cloud/cloud-url.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { azureCliSettings } from "./azure-cli-settings.ts";
import { parseConnectionString } from "./connection-string.ts";

/** How a container of Azure Blob Storage is talked to. */
export interface AzureSettings {
  readonly place: CloudPlace;
  /** Where the blobs of the account are, without a slash at the end. */
  readonly endpoint: string;
  readonly login: AzureLogin;
  /** How long the service may take for a request, in seconds. */
  readonly serverTimeoutS: number | undefined;
  readonly connectTimeoutMs: number | undefined;
  readonly readTimeoutMs: number | undefined;
}

/** What lets requests in. */
export type AzureLogin =
  | { readonly kind: "key"; readonly account: string; readonly key: string }
  | { readonly kind: "sas"; readonly query: string }
  | { readonly kind: "application"; readonly tenantId: string; readonly clientId: string; readonly secret: string }
  | { readonly kind: "default" }
  | { readonly kind: "anonymous" };

/**
 * Reads the URL and the options of a remote. Who is signed in is chosen as adlfs does it: connection string, account key,
 * shared access signature, application, and else whoever is signed in on this machine. Options win over variables, and
 * these over the configuration of `az`.
 *
 * @throws URL_INVALID, CREDENTIALS_MISSING if nothing names the account
 */
export function azureSettings(access: StorageAccess): AzureSettings {
  const { options } = access;
  const seconds = (name: string): number | undefined => {
    const value = numberOption(options, name);
    return value === undefined ? undefined : Math.max(0, value) * 1000;
  };
  return {
    place: parseCloudUrl(access.url, "container"),
    ...accountOf(access),
    serverTimeoutS: numberOption(options, "timeout"),
    connectTimeoutMs: seconds("connection_timeout"),
    readTimeoutMs: seconds("read_timeout"),
  };
}

function accountOf(access: StorageAccess): Pick<AzureSettings, "endpoint" | "login"> {
  const { options, env } = access;
  const az = azureCliSettings(env);
  const find = (option: string, variable: string, cli?: string): string | undefined =>
    textOption(options, option) || cli || env[`AZURE_STORAGE_${variable}`] || undefined;
  const connection = find("connection_string", "CONNECTION_STRING", az("connection_string"));
  if (connection !== undefined) return ofConnectionString(connection);
  const account = find("account_name", "ACCOUNT_NAME", az("account"));
  if (account === undefined) throw accountMissing();
  const endpoint = `https://${checkedAccount(account)}.blob.core.windows.net`;
  const key = find("account_key", "ACCOUNT_KEY", az("key"));
  if (key !== undefined) return { endpoint, login: { kind: "key", account, key } };
  const sas = find("sas_token", "SAS_TOKEN", az("sas_token"));
  if (sas !== undefined) return { endpoint, login: { kind: "sas", query: sas.replace(/^\?/, "") } };
  if (boolOption(options, "allow_anonymous_login") === true) return { endpoint, login: { kind: "anonymous" } };
  return { endpoint, login: application(find) ?? { kind: "default" } };
}

function ofConnectionString(text: string): Pick<AzureSettings, "endpoint" | "login"> {
  const { endpoint, account, key, sas } = parseConnectionString(text);
  if (key !== undefined && account !== undefined) return { endpoint, login: { kind: "key", account, key } };
  return { endpoint, login: sas === undefined ? { kind: "anonymous" } : { kind: "sas", query: sas } };
}

function application(find: (option: string, variable: string) => string | undefined): AzureLogin | undefined {
  const tenantId = find("tenant_id", "TENANT_ID");
  const clientId = find("client_id", "CLIENT_ID");
  const secret = find("client_secret", "CLIENT_SECRET");
  if (clientId === undefined) return undefined;
  if (tenantId !== undefined && secret !== undefined) return { kind: "application", tenantId, clientId, secret };
  throw new LodeError(
    "CREDENTIALS_MISSING",
    "Cannot sign in to Azure: 'client_id' needs 'tenant_id' and 'client_secret'",
    {
      hint: "Set them with `lode remote modify --local`, which keeps them out of Git.",
    },
  );
}

/** The name becomes a part of a host, so nothing but a name may be in it. */
function checkedAccount(account: string): string {
  if (/^[a-z0-9-]+$/i.test(account)) return account;
  throw new LodeError("CREDENTIALS_MISSING", `Cannot use the storage account '${account}': this is no name of one`, {
    hint: "It has letters and digits only; for another place than Azure's own, use `connection_string`.",
  });
}

function accountMissing(): LodeError {
  return new LodeError(
    "CREDENTIALS_MISSING",
    "Cannot sign in to Azure: neither an account nor a connection string is set",
    {
      hint: "Set `account_name`, or with `--local` `connection_string`, with `lode remote modify`.",
    },
  );
}
