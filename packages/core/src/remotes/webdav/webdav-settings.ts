import { LodeError } from "../../base/lode-error.ts";
import { runCommand } from "../../command/run-command.ts";
import { splitWords } from "../../command/split-words.ts";
import { boolOption, numberOption, type Options, textOption } from "../../formats/config/config.ts";
import { readTextIfExists } from "../../fs/read-text-if-exists.ts";
import { askedSecret } from "../asked-secret.ts";
import type { HttpCredentials } from "../http/http-credentials.ts";
import { credentialsMissing } from "../http/http-errors.ts";
import { certificates, decodedPart, type HttpSettings, timeoutMs } from "../http/http-settings.ts";
import { parseHttpUrl } from "../http/parse-http-url.ts";
import type { Secret } from "../secret.ts";
import type { StorageAccess } from "../storage/storage-access.ts";

const DEFAULT_TIMEOUT_S = 30;

/** The URL over which a WebDAV server is spoken to: `webdav://` is HTTP, `webdavs://` HTTPS. @throws URL_INVALID */
export function webdavBase(url: string): URL {
  const base = parseHttpUrl(url.replace(/^webdav/i, "http"));
  base.search = "";
  base.hash = "";
  base.pathname = base.pathname.replace(/\/+$/, "");
  return base;
}

/**
 * Reads the options of a remote on a WebDAV server.
 *
 * @throws CREDENTIALS_MISSING, CONFIG_FILE_NOT_FOUND, URL_INVALID, COMMAND_FAILED if the token's command is no command
 */
export function webdavSettings(access: StorageAccess): HttpSettings {
  const { options, env } = access;
  const limitMs = timeoutMs(numberOption(options, "timeout") ?? DEFAULT_TIMEOUT_S);
  return {
    credentials: credentialsOf(access, limitMs),
    uploadMethod: "PUT",
    connectTimeoutMs: limitMs,
    readTimeoutMs: limitMs,
    verifyCertificates: boolOption(options, "ssl_verify") ?? true,
    extraCertificates: certificates(textOption(options, "ssl_verify")),
    clientCertificate: clientCertificate(options),
    proxyEnv: env,
  };
}

/** Where several are configured, the order is DVC's. */
function credentialsOf(access: StorageAccess, limitMs: number): HttpCredentials {
  const { url, options, env } = access;
  const command = textOption(options, "bearer_token_command");
  if (command !== undefined) return { kind: "bearer", fetch: tokenCommand(command, { env, timeoutMs: limitMs }) };
  const token = textOption(options, "token");
  if (token !== undefined) return { kind: "header", name: "authorization", value: `Bearer ${token}` };
  const { username, password } = parseHttpUrl(url.replace(/^webdav/i, "http"));
  const user = textOption(options, "user") ?? decodedPart(username);
  if (user !== "") {
    const found = passwordFor(access, user) ?? decodedPart(password);
    if (found === "") throw credentialsMissing(url, "'user' needs 'password'");
    return { kind: "basic", user, password: found };
  }
  const name = textOption(options, "custom_auth_header");
  if (name === undefined) return { kind: "none" };
  const value = passwordFor(access, name);
  if (value === undefined) throw credentialsMissing(url, "'custom_auth_header' needs 'password'");
  return { kind: "header", name, value };
}

function passwordFor(access: StorageAccess, user: string): Secret | undefined {
  const asked = askedSecret(access, {
    secret: "password",
    owner: `host '${webdavBase(access.url).origin}' user '${user}'`,
  });
  return textOption(access.options, "password") ?? asked;
}

function tokenCommand(
  command: string,
  options: { readonly env: StorageAccess["env"]; readonly timeoutMs: number },
): () => Promise<string> {
  const words = splitWords(command);
  const action = "get a token from the command of `bearer_token_command`";
  if (words === undefined) {
    throw new LodeError("COMMAND_FAILED", `Cannot ${action}: it is empty, or a quote is not closed`);
  }
  return () => runCommand(words, { ...options, action });
}

function clientCertificate(options: Options): HttpSettings["clientCertificate"] {
  const certPath = textOption(options, "cert_path");
  if (certPath === undefined) return undefined;
  const keyPath = textOption(options, "key_path") ?? certPath;
  return { cert: readPem("cert_path", certPath), key: readPem("key_path", keyPath) };
}

function readPem(option: string, path: string): string {
  const text = readTextIfExists(path);
  if (text !== undefined) return text;
  throw new LodeError("CONFIG_FILE_NOT_FOUND", `Cannot use the certificate "${path}": there is no such file`, {
    hint: `\`${option}\` of the remote is the path of a file in PEM.`,
    details: { path },
  });
}
