import type { Config, RemoteConfig } from "./config.ts";
import { configOptionError } from "./config-error.ts";
import type { ConfigValue } from "./config-file.ts";
import { remoteMissing } from "./edit-config.ts";
import { splitUrl } from "./split-url.ts";
import { validateRemote } from "./validate-remote.ts";

/**
 * Returns a remote by its name, in any case. One with a URL `remote://other/path` becomes the other remote with the
 * path added to its URL and its own options over the other's; this may go on over several remotes.
 *
 * @throws REMOTE_MISSING if there is no remote of this name
 * @throws CONFIG_INVALID if remotes refer to one another in a circle, or the options do not fit the final URL
 */
export function resolveRemote(config: Config, name: string): RemoteConfig {
  return followReferences(config, name, []);
}

function followReferences(config: Config, name: string, trail: readonly string[]): RemoteConfig {
  const remote = config.remotes.get(name.toLowerCase());
  if (remote === undefined) throw remoteMissing(name);
  if (remote.scheme !== "remote") return remote;
  const path = ["remote", remote.name, "url"];
  if (trail.includes(remote.name)) throw configOptionError(MERGED, path, "the remote refers to itself");
  const { host, path: rest } = splitUrl(remote.url) ?? { host: "", path: "" };
  const base = followReferences(config, host, [...trail, remote.name]);
  const section = new Map<string, ConfigValue>([...base.section, ...remote.section]);
  section.set("url", urlBelow(base, rest));
  return validateRemote(remote.name, section, { fileOf: () => MERGED });
}

const MERGED = "configuration";

/**
 * Resolves a URL that may be `remote://name/path`, as dependencies and import sources use it.
 *
 * @returns the remote that the URL is in, its `url` being the whole URL; undefined for any other URL
 * @throws REMOTE_MISSING and CONFIG_INVALID as resolveRemote does
 */
export function resolveRemoteUrl(config: Config, url: string): RemoteConfig | undefined {
  const parts = splitUrl(url);
  if (parts?.scheme !== "remote" || parts.host === "") return undefined;
  const base = resolveRemote(config, parts.host);
  return { ...base, url: urlBelow(base, parts.path) };
}

/** Two slashes in a row would be part of a name in a cloud. */
function urlBelow({ url }: RemoteConfig, path: string): string {
  return `${url.replace(/\/$/, "")}/${path.replace(/^\/+/, "")}`;
}
