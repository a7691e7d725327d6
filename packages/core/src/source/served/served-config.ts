import type { Config, Options, RemoteConfig } from "../../formats/config/config.ts";
import { validateRemote } from "../../formats/config/validate-remote.ts";
import { decodedPart } from "../../remotes/http/http-settings.ts";

/** The name of the remote of a project that names none: the server keeps such a project's objects itself. */
const SERVED_REMOTE = "registry-server";

/** What says who the user is; what the repository says of it is about somebody else's clone. */
const SIGN_IN = ["auth", "user", "ask_password", "custom_auth_header"];

/**
 * The configuration of a project of a registry server, as the objects are read that this server keeps: with the credentials
 * of the server, unless the configuration has some of its own, and at the address by which the server was reached.
 */
export function servedConfig(config: Config, remoteUrl: URL): Config {
  const remotes = new Map<string, RemoteConfig>();
  for (const [key, remote] of config.remotes) {
    remotes.set(key, isServed(remote, remoteUrl) ? servedRemote(remote, remoteUrl) : remote);
  }
  if (config.core.remote !== undefined) return { ...config, remotes };
  const section = new Map([["url", plainUrl(remoteUrl)]]);
  const own = validateRemote(SERVED_REMOTE, section, { fileOf: () => "the server's remote" });
  remotes.set(SERVED_REMOTE, servedRemote(own, remoteUrl));
  return { ...config, remotes, core: { ...config.core, remote: SERVED_REMOTE } };
}

/** Hosts are not compared: a server has another one behind each proxy. */
function isServed({ url, scheme, options, versionAware }: RemoteConfig, remoteUrl: URL): boolean {
  if ((scheme !== "http" && scheme !== "https") || versionAware || options.has("password")) return false;
  const path = URL.parse(url)?.pathname.replace(/\/+$/, "") ?? "";
  return path.split("/").slice(-3).join("/") === remoteUrl.pathname.split("/").slice(-3).join("/");
}

function servedRemote(remote: RemoteConfig, remoteUrl: URL): RemoteConfig {
  const isSame = URL.parse(remote.url)?.origin === remoteUrl.origin;
  const url = isSame ? remote.url : plainUrl(remoteUrl);
  return { ...remote, url, options: signedIn(remote.options, remoteUrl) };
}

/** Without credentials in the URL, those of the machine count, as for any URL. */
function signedIn(options: Options, { username, password }: URL): Options {
  const others = new Map([...options].filter(([name]) => !SIGN_IN.includes(name)));
  if (username === "" && password === "") return others;
  return others.set("auth", "basic").set("user", decodedPart(username)).set("password", decodedPart(password));
}

function plainUrl(remoteUrl: URL): string {
  return `${remoteUrl.origin}${remoteUrl.pathname}`;
}
