import { createHash } from "node:crypto";
import { isAbsolute } from "node:path";
import type { FindToken } from "../../base/find-token.ts";
import { LodeError } from "../../base/lode-error.ts";
import { type GitEnv, withGitConfig } from "../git-context.ts";
import { redactCredentials } from "../redact-credentials.ts";

/** The address of a Git repository, its credentials taken out of it. */
export interface GitUrl {
  /** What may be stored and shown. */
  readonly clean: string;
  /** Equal for addresses that are the same but for the case of the host, the default port, or slashes at the end. */
  readonly key: string;
  /**
   * Adds the credentials of the address to an environment of git, where they go neither to a file nor to a command line;
   * if there are none, the token of the user's sign-in to the server, if there is one.
   */
  readonly withCredentials: (env: GitEnv, findToken?: FindToken) => GitEnv;
}

const URL_PARTS = /^([a-z][a-z0-9+.-]*):\/\/(?:([^/]*)@)?([^/]*)(\/.*)?$/is;
const SCP_PARTS = /^(?:[^/:@]+@)?([^/:]+|\[[^/\]]+\]):(?!\/\/)./s;
const DEFAULT_PORTS: Readonly<Record<string, string>> = { http: "80", https: "443", ssh: "22", git: "9418" };
const SCHEMES = new Set(["http", "https", "ssh", "git", "git+ssh", "ssh+git", "file"]);

/**
 * Parses the address of a repository: https, http, ssh, git and file URLs, `user@host:path`, or an absolute path.
 *
 * @throws SOURCE_URL_REFUSED for any other form, and for what git would take as an option or a program to run
 */
export function parseGitUrl(url: string): GitUrl {
  if (url === "" || url.startsWith("-") || /[\0-\x1f\x7f]/.test(url)) throw refused(url, "it is not an address");
  if (/^[a-z0-9+.-]+::/i.test(url)) throw refused(url, "it names a program that git would run");
  const parts = URL_PARTS.exec(url);
  if (parts !== null) return fromUrl(url, parts);
  const scp = SCP_PARTS.exec(url);
  if (scp !== null) {
    if (scp[1]?.startsWith("-")) throw refused(url, "its host is not a name");
    return plain(url);
  }
  if (isAbsolute(url)) return plain(url);
  throw refused(url, "it is neither a URL nor an absolute path");
}

function fromUrl(url: string, parts: RegExpExecArray): GitUrl {
  const [, rawScheme = "", user, rawHost = "", path = ""] = parts;
  const scheme = rawScheme.toLowerCase();
  if (!SCHEMES.has(scheme)) throw refused(url, `git has no "${scheme}" addresses`);
  if (rawHost.startsWith("-")) throw refused(url, "its host is not a name");
  const host = rawHost.toLowerCase().replace(new RegExp(`:${DEFAULT_PORTS[scheme] ?? ""}$`), "");
  const isHttp = scheme === "http" || scheme === "https";
  const publicUser = isHttp ? undefined : user?.split(":", 1)[0];
  const base = `${scheme}://${publicUser === undefined ? "" : `${publicUser}@`}${host}`;
  const full = `${scheme}://${user}@${host}/`;
  return {
    ...plain(`${base}${path}`),
    withCredentials(env, findToken) {
      if (!isHttp) return env;
      if (user !== undefined) return withGitConfig(env, `url.${full}.insteadOf`, `${base}/`);
      const token = findToken?.(`${base}${path}`);
      return token === undefined ? env : withToken(env, `${base}/`, token);
    },
  };
}

/** Git sends the header to this server alone, and hands it to no helper to keep. */
function withToken(env: GitEnv, base: string, token: string): GitEnv {
  return withGitConfig(env, `http.${base}.extraHeader`, `Authorization: Bearer ${token}`);
}

function plain(clean: string): GitUrl {
  const key = createHash("sha256").update(clean.replace(/\/+$/, "")).digest("hex");
  return { clean, key, withCredentials: (env) => env };
}

function refused(url: string, state: string): LodeError {
  const shown = redactCredentials(url);
  return new LodeError("SOURCE_URL_REFUSED", `Cannot use ${JSON.stringify(shown)} as a Git repository: ${state}`, {
    details: { url: shown },
  });
}
