import { join } from "node:path";
import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { boolOption, numberOption, textOption } from "../../formats/config/config.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { findNetrcLogin } from "../../formats/netrc/find-netrc-login.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { askedSecret } from "../asked-secret.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import type { HttpCredentials } from "./http-credentials.ts";
import { credentialsMissing } from "./http-errors.ts";
import { parseHttpUrl } from "./parse-http-url.ts";
import type { ProxyEnv } from "./proxy.ts";

/** How a web server is talked to: DVC's options of remotes with a URL `http://` or `https://`. */
export interface HttpSettings {
  /** Sent with every request to the server of the URL, and to no other that it redirects to. */
  readonly credentials: HttpCredentials;
  /** The method of uploads, in upper case. */
  readonly uploadMethod: string;
  /** 0: no limit. */
  readonly connectTimeoutMs: number;
  /** How long the server may be silent; 0: no limit. */
  readonly readTimeoutMs: number;
  readonly verifyCertificates: boolean;
  /** Certificates in PEM to trust beside the usual ones. */
  readonly extraCertificates: string | undefined;
  /** What shows the server who the client is, in PEM. */
  readonly clientCertificate?: { readonly cert: string; readonly key: string } | undefined;
  readonly proxyEnv: ProxyEnv;
}

const DEFAULT_TIMEOUT_S = 60;
const MAX_TIMER_MS = 2 ** 31 - 1;

/**
 * Reads the options of a remote.
 *
 * @throws CREDENTIALS_MISSING if `auth` asks for what is not configured, CONFIG_FILE_NOT_FOUND if there is no file of
 *   certificates, URL_INVALID
 */
export function httpSettings(access: StorageAccess): HttpSettings {
  const { options, env } = access;
  const milliseconds = (name: string): number => timeoutMs(numberOption(options, name) ?? DEFAULT_TIMEOUT_S);
  return {
    credentials: credentialsOf(access),
    uploadMethod: (textOption(options, "method") ?? "POST").toUpperCase(),
    connectTimeoutMs: milliseconds("connect_timeout"),
    readTimeoutMs: milliseconds("read_timeout"),
    verifyCertificates: boolOption(options, "ssl_verify") ?? true,
    extraCertificates: certificates(textOption(options, "ssl_verify")),
    proxyEnv: env,
  };
}

/** Milliseconds; no limit, too, for what no timer can count. */
export function timeoutMs(seconds: number): number {
  return seconds * 1000 > MAX_TIMER_MS ? 0 : seconds * 1000;
}

function credentialsOf(access: StorageAccess): HttpCredentials {
  return fromSignIn(access) ?? configuredCredentials(access);
}

/** The user's sign-in to the server of the URL counts where neither the options nor the URL hold a password. */
function fromSignIn({ url, options, findToken }: StorageAccess): HttpCredentials | undefined {
  const isConfigured = options.has("auth") ? options.has("password") : fromUrl(url) !== undefined;
  const token = isConfigured ? undefined : findToken?.(url);
  return token === undefined ? undefined : { kind: "header", name: "authorization", value: `Bearer ${token}` };
}

function configuredCredentials(access: StorageAccess): HttpCredentials {
  const { url, options, env } = access;
  const auth = textOption(options, "auth");
  const user = textOption(options, "user");
  const asked = askedSecret(access, {
    secret: "password",
    owner: `host '${redactUrl(url)}' user '${user ?? "custom"}'`,
  });
  const password = textOption(options, "password") ?? asked;
  const name = textOption(options, "custom_auth_header");
  switch (auth) {
    case "basic":
    case "digest":
      if (user === undefined || password === undefined) throw missing(access, "'user' and 'password'");
      return { kind: auth, user, password };
    case "custom":
      if (name === undefined || password === undefined) throw missing(access, "'custom_auth_header' and 'password'");
      return { kind: "header", name, value: password };
    default:
      return fromUrl(url) ?? fromNetrc(url, env) ?? { kind: "none" };
  }
}

/** A user and password in the URL itself count as basic authentication. */
function fromUrl(url: string): HttpCredentials | undefined {
  const { username, password } = parseHttpUrl(url);
  if (username === "" && password === "") return undefined;
  return { kind: "basic", user: decodedPart(username), password: decodedPart(password) };
}

/** As DVC does it: from the file that `NETRC` names, or `.netrc` in the home folder. */
function fromNetrc(url: string, env: StorageAccess["env"]): HttpCredentials | undefined {
  const path = env.NETRC || (env.HOME && join(env.HOME, ".netrc"));
  const text = path ? readTextIfAllowed(path) : undefined;
  const login = text === undefined ? undefined : findNetrcLogin(text, parseHttpUrl(url).hostname);
  return login && { kind: "basic", ...login };
}

/** A `.netrc` that cannot be read must not keep anybody from a server that needs no login. */
function readTextIfAllowed(path: string): string | undefined {
  try {
    return readTextIfExists(path);
  } catch (error) {
    if (isLodeError(error, "IO_FAILED")) return undefined;
    throw error;
  }
}

/** A part of a URL without its escapes. */
export function decodedPart(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function missing({ url, options }: StorageAccess, needed: string): LodeError {
  return credentialsMissing(url, `'auth = ${textOption(options, "auth")}' needs ${needed}`);
}

/** @throws CONFIG_FILE_NOT_FOUND */
export function certificates(path: string | undefined): string | undefined {
  if (path === undefined) return undefined;
  const text = readTextIfExists(path);
  if (text !== undefined) return text;
  throw new LodeError("CONFIG_FILE_NOT_FOUND", `Cannot use the certificates "${path}": there is no such file`, {
    hint: "`ssl_verify` is true, false, or the path of a file in PEM.",
    details: { path },
  });
}
