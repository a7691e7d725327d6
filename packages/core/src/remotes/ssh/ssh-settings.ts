import { homedir, userInfo } from "node:os";
import { join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { boolOption, numberOption, textOption } from "../../formats/config/config.ts";
import { redactUrl } from "../../formats/config/redact-url.ts";
import { knownHostName } from "../../formats/ssh/known-hosts.ts";
import { type SshHostOptions, sshHostOptions } from "../../formats/ssh/ssh-host-options.ts";
import { parseSshUrl, type SshUrl } from "../../formats/ssh/ssh-url.ts";
import { askedSecret } from "../asked-secret.ts";
import type { Secret } from "../secret.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { readSshConfig } from "./read-ssh-config.ts";

/** How a machine is reached and signed in to. */
export interface SshSettings {
  /** For messages: `user@host:port`. */
  readonly name: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly hostKeys: HostKeySettings;
  readonly login: LoginSettings;
  /** For connecting, and how long the server may be silent; 0: no limit. */
  readonly timeoutMs: number;
  readonly maxSessions: number;
  /** Machines to go through, the first one first. */
  readonly jumps: readonly SshSettings[];
}

/** Which keys of a host are trusted. */
export interface HostKeySettings {
  /** Its name in the files. */
  readonly name: string;
  /** The first one is where new keys are added. */
  readonly files: readonly string[];
  /** What becomes of keys that nobody knows. */
  readonly unknown: "refuse" | "accept" | "add";
}

/** What a user shows to be let in, in this order. */
export interface LoginSettings {
  /** The socket of an agent, or Windows' pipe. */
  readonly agent: string | undefined;
  readonly keyFiles: readonly string[];
  /** Whether it is an error if a key file cannot be used. */
  readonly keysMustExist: boolean;
  readonly passphrase: Secret | undefined;
  readonly password: Secret | undefined;
}

const DEFAULT_TIMEOUT_S = 60;
/** What OpenSSH's server allows on one connection. */
const DEFAULT_MAX_SESSIONS = 10;
const DEFAULT_KEYS = ["id_ed25519", "id_ecdsa", "id_rsa"];

/** Parses the URL of a folder on a machine. @throws URL_INVALID */
export function sshUrl(url: string): SshUrl {
  const parsed = parseSshUrl(url);
  if (parsed !== undefined) return parsed;
  throw new LodeError("URL_INVALID", `Cannot use '${redactUrl(url)}': it is not the URL of a machine`, {
    hint: "Such a URL looks like ssh://user@host:22/path.",
  });
}

/**
 * Reads the options of a remote, and what the user's OpenSSH configuration says of the host. An option wins over the URL, the
 * URL over the configuration.
 *
 * @throws URL_INVALID, CONFIG_INVALID for OpenSSH's configuration, REMOTE_UNSUPPORTED for what this client does not know: GSSAPI, and connections through a program
 */
export function sshSettings(access: StorageAccess): SshSettings {
  const { options, env } = access;
  const url = sshUrl(access.url);
  if (boolOption(options, "gss_auth") === true) throw unsupported(access.url, "it does not know 'gss_auth'", GSS_HINT);
  const homeDir = env.HOME || env.USERPROFILE || homedir();
  const config = readSshConfig(homeDir);
  const typed = textOption(options, "user") ?? url.user;
  const found = sshHostOptions(config, url.host, typed);
  if (found.proxyCommand !== undefined && found.proxyJump.length === 0) {
    throw unsupported(access.url, "it does not know 'ProxyCommand'", "Use ProxyJump for this host in ~/.ssh/config.");
  }
  const surroundings = { homeDir, env, config };
  const target = { url: { ...url, user: typed, port: numberOption(options, "port") ?? url.port }, found };
  const timeoutMs = (numberOption(options, "timeout") ?? DEFAULT_TIMEOUT_S) * 1000;
  const settings = machine(target, surroundings);
  return {
    ...settings,
    login: loginOf({ access, url, found, settings }, surroundings),
    timeoutMs,
    maxSessions: Math.max(1, numberOption(options, "max_sessions") ?? DEFAULT_MAX_SESSIONS),
    jumps: found.proxyJump.map((hop) => ({ ...jump(hop, surroundings), timeoutMs })),
  };
}

interface Surroundings {
  readonly homeDir: string;
  readonly env: StorageAccess["env"];
  readonly config: string;
}

interface Target {
  readonly url: SshUrl;
  readonly found: SshHostOptions;
}

/** A machine with what the configuration says of it, and its keys to sign in with. */
function machine({ url, found }: Target, surroundings: Surroundings): SshSettings {
  const { homeDir, env } = surroundings;
  const host = found.hostName ?? url.host;
  const port = url.port ?? found.port ?? 22;
  const user = url.user ?? found.user ?? env.USER ?? env.USERNAME ?? userInfo().username;
  const files = found.userKnownHostsFiles.map((file) => expandPath(file, { homeDir, host, user }));
  const usual = [join(homeDir, ".ssh/known_hosts"), join(homeDir, ".ssh/known_hosts2")];
  return {
    name: `${user}@${host}:${port}`,
    host,
    port,
    user,
    hostKeys: {
      name: found.hostKeyAlias?.toLowerCase() ?? knownHostName(host, port),
      files: [...(files.length === 0 ? usual : files), "/etc/ssh/ssh_known_hosts"],
      unknown: unknownKeys(found.strictHostKeyChecking),
    },
    login: {
      agent: agentOf(found, surroundings),
      keyFiles: identityFiles(found, { homeDir, host, user }),
      keysMustExist: false,
      passphrase: undefined,
      password: undefined,
    },
    timeoutMs: 0,
    maxSessions: 1,
    jumps: [],
  };
}

/** `ask` is a refusal, because nobody is asked. */
function unknownKeys(strictHostKeyChecking: string | undefined): HostKeySettings["unknown"] {
  if (strictHostKeyChecking === "accept-new") return "add";
  return strictHostKeyChecking === "no" || strictHostKeyChecking === "off" ? "accept" : "refuse";
}

function jump(hop: string, surroundings: Surroundings): SshSettings {
  const url = sshUrl(hop.includes("://") ? hop : `ssh://${hop}`);
  return machine({ url, found: sshHostOptions(surroundings.config, url.host, url.user) }, surroundings);
}

/** As in DVC, a key or a password that is configured is all that is tried. */
function loginOf(
  { access, url, settings }: Target & { readonly access: StorageAccess; readonly settings: SshSettings },
  { homeDir }: Surroundings,
): LoginSettings {
  const { options } = access;
  const keyFile = textOption(options, "keyfile");
  const owner = `${settings.user}@${url.host}${url.port === undefined ? "" : `:${url.port}`}`;
  const passphrase = textOption(options, "passphrase") ?? askedSecret(access, { secret: "passphrase", owner });
  const password =
    textOption(options, "password") ?? url.password ?? askedSecret(access, { secret: "password", owner });
  const usesKeys = keyFile !== undefined || passphrase !== undefined || password === undefined;
  const usesAgent = usesKeys && keyFile === undefined && boolOption(options, "allow_agent") !== false;
  const { login } = settings;
  const keyFiles = keyFile === undefined ? login.keyFiles : [expandPath(keyFile, { homeDir, ...settings })];
  return {
    agent: usesAgent ? login.agent : undefined,
    keyFiles: usesKeys ? keyFiles : [],
    keysMustExist: keyFile !== undefined,
    passphrase,
    password,
  };
}

function agentOf(
  { identityAgent, identitiesOnly }: SshHostOptions,
  { env, homeDir }: Surroundings,
): string | undefined {
  if (identitiesOnly || identityAgent === "none") return undefined;
  if (identityAgent === undefined || identityAgent === "SSH_AUTH_SOCK") return env.SSH_AUTH_SOCK || undefined;
  return identityAgent.startsWith("$")
    ? env[identityAgent.slice(1).replace(/^\{(.*)\}$/, "$1")] || undefined
    : expandPath(identityAgent, { homeDir, host: "", user: "" });
}

interface PathNames {
  readonly homeDir: string;
  readonly host: string;
  readonly user: string;
}

function identityFiles({ identityFiles: files }: SshHostOptions, names: PathNames): readonly string[] {
  if (files.length > 0) return files.map((file) => expandPath(file, names));
  return DEFAULT_KEYS.map((name) => join(names.homeDir, ".ssh", name));
}

/** Expands `~` and the tokens of ssh_config(5). */
function expandPath(path: string, { homeDir, host, user }: PathNames): string {
  const tokens: Readonly<Record<string, string>> = { d: homeDir, h: host, r: user, "%": "%" };
  const expanded = path.replaceAll(/%([dhr%])/g, (whole, token: string) => tokens[token] ?? whole);
  return expanded.replace(/^~(?=\/|$)/, homeDir);
}

const GSS_HINT = "Use a key or a password, or `dvc` for this remote.";

function unsupported(url: string, state: string, hint: string): LodeError {
  return new LodeError("REMOTE_UNSUPPORTED", `Cannot connect to '${redactUrl(url)}': ${state}`, {
    hint,
    details: { url: redactUrl(url) },
  });
}
