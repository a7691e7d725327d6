import { isIP } from "node:net";
import { isSecureUrl } from "./is-secure-url.ts";
import { limitRules } from "./limit-rules.ts";
import { type SettingRule, wholeNumber } from "./setting-rule.ts";
import { logLevels, metricsReaders } from "./settings.ts";

/** Every setting, in the order of docs/server.md. */
export const settingRules: readonly SettingRule[] = [
  { name: "data", field: "dataDir", default: undefined, isPath: true, read: text, expected: "the path of a folder" },
  {
    name: "database",
    field: "database",
    default: "sqlite",
    read: (given) => (given === "sqlite" || isPostgresUrl(given) ? given : undefined),
    expected: "`sqlite`, or `postgres://user@host:port/name`",
  },
  {
    name: "database_password",
    field: "databasePassword",
    default: "",
    isSecret: true,
    read: text,
    expected: "a password",
  },
  {
    name: "database_password_file",
    field: "databasePasswordFile",
    default: "",
    isPath: true,
    read: text,
    expected: "the path of a file",
  },
  {
    name: "objects",
    field: "objects",
    default: "folder",
    read: (given) => (typeof given === "string" && /^(folder$|s3:\/\/[^/]+)/.test(given) ? given : undefined),
    expected: "`folder`, or `s3://bucket/prefix`",
  },
  { name: "objects_endpointurl", field: "objectsEndpointurl", default: "", read: text, expected: "a URL" },
  { name: "objects_region", field: "objectsRegion", default: "", read: text, expected: "the name of a region" },
  { name: "objects_profile", field: "objectsProfile", default: "", read: text, expected: "the name of a profile" },
  {
    name: "objects_credentialpath",
    field: "objectsCredentialpath",
    default: "",
    isPath: true,
    read: text,
    expected: "the path of a file",
  },
  { name: "objects_access_key_id", field: "objectsAccessKeyId", default: "", read: text, expected: "a key's id" },
  {
    name: "objects_secret_access_key",
    field: "objectsSecretAccessKey",
    default: "",
    isSecret: true,
    read: text,
    expected: "a key's secret",
  },
  { name: "objects_sync", field: "objectsSync", default: "off", read: onOrOff, expected: "on or off" },
  { name: "host", field: "host", default: "127.0.0.1", read: text, expected: "an address or host name" },
  { name: "port", field: "port", default: 5633, read: wholeNumber(0, 65_535), expected: "a number from 0 to 65535" },
  { name: "tls_certificate", field: "tlsCertificate", default: "", isPath: true, read: text, expected: "a path" },
  { name: "tls_key", field: "tlsKey", default: "", isPath: true, read: text, expected: "a path" },
  {
    name: "metrics",
    field: "metrics",
    default: "local",
    read: (given) => metricsReaders.find((readers) => readers === given),
    expected: `one of ${metricsReaders.join(", ")}`,
  },
  {
    name: "log_level",
    field: "logLevel",
    default: "info",
    read: (given) => logLevels.find((level) => level === given),
    expected: `one of ${logLevels.join(", ")}`,
  },
  {
    name: "stop_timeout_seconds",
    field: "stopTimeoutS",
    default: 10,
    read: wholeNumber(0, 3600),
    expected: "a number from 0 to 3600",
  },
  {
    name: "idle_timeout_seconds",
    field: "idleTimeoutS",
    default: 60,
    read: wholeNumber(1, 3600),
    expected: "a number from 1 to 3600",
  },
  ...limitRules,
  {
    name: "import_days",
    field: "importDays",
    default: 365,
    read: wholeNumber(1, 36_500),
    expected: "a number from 1 to 36500",
  },
  {
    name: "mirror_sources",
    field: "mirrorSources",
    default: "public",
    read: (given) => (given === "public" || given === "any" ? given : undefined),
    expected: "public or any",
  },
  {
    name: "public_url",
    field: "publicUrl",
    default: "",
    read: url,
    expected: "an address like https://data.example.org",
  },
  {
    name: "trusted_proxies",
    field: "trustedProxies",
    default: "",
    read: listOf(isNetwork),
    expected: "addresses and networks like 10.0.0.0/8, separated by commas",
  },
  {
    name: "password_sign_in",
    field: "passwordSignIn",
    default: "on",
    read: onOrOff,
    expected: "on or off",
  },
  {
    name: "sign_in_days",
    field: "signInDays",
    default: 90,
    read: wholeNumber(1, 3660),
    expected: "a number from 1 to 3660",
  },
  {
    name: "trusted_job_issuers",
    field: "trustedJobIssuers",
    default: "",
    read: listOf(isSecureUrl),
    expected: "https addresses, separated by commas",
  },
];

function onOrOff(given: string | number): "on" | "off" | undefined {
  return given === "on" || given === "off" ? given : undefined;
}

function url(given: string | number): string | undefined {
  const parsed = typeof given === "string" ? URL.parse(given) : null;
  if (parsed === null || !/^https?:$/.test(parsed.protocol) || parsed.pathname !== "/") return undefined;
  const { username, password, search, hash, origin } = parsed;
  return username + password + search + hash === "" ? origin : undefined;
}

/** A text that lists what all has to be acceptable, without the spaces around it. */
function listOf(isAcceptable: (item: string) => boolean): (given: string | number) => string | undefined {
  return (given) => {
    if (typeof given !== "string") return undefined;
    const all = given.split(",").map((part) => part.trim());
    return all.every(isAcceptable) ? all.join(",") : undefined;
  };
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...more] = text.split("/");
  const version = isIP(address);
  if (version === 0 || more.length > 0) return false;
  return bits === undefined || (/^\d+$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function text(given: string | number): string | undefined {
  return typeof given === "string" && given !== "" && !given.includes("\0") ? given : undefined;
}

function isPostgresUrl(given: string | number): boolean {
  const url = typeof given === "string" && URL.canParse(given) ? new URL(given) : undefined;
  return url !== undefined && /^postgres(ql)?:$/.test(url.protocol) && url.pathname.length > 1;
}
