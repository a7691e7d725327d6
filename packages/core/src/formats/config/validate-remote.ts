import { type Check, checkSection, optionError } from "./check-section.ts";
import { boolOption, numberOption, type Options, type RemoteConfig } from "./config.ts";
import { type ConfigSection, isConfigSection } from "./config-file.ts";
import type { OptionValue } from "./option-rules.ts";
import { type RemoteScheme, remoteSchemas } from "./remote-schemas.ts";
import { splitUrl } from "./split-url.ts";

/**
 * Checks one remote by the scheme of its URL.
 *
 * @throws CONFIG_INVALID
 */
export function validateRemote(name: string, section: ConfigSection, check: Check): RemoteConfig {
  const path = ["remote", name];
  const url = section.get("url");
  if (typeof url !== "string")
    throw optionError([...path, "url"], url === undefined ? "it is not set" : "expected a text", check);
  const scheme = schemeOf(url);
  if (scheme === undefined) {
    throw optionError(
      [...path, "url"],
      `unsupported kind of URL; supported are ${SCHEMES.join(", ")}, and paths`,
      check,
    );
  }
  const options =
    scheme === "remote" ? plainOptions(section) : checkSection(section, { schema: remoteSchemas[scheme], path }, check);
  return {
    name,
    scheme,
    url,
    jobs: numberOption(options, "jobs"),
    checksumJobs: numberOption(options, "checksum_jobs"),
    versionAware: boolOption(options, "version_aware") ?? false,
    worktree: boolOption(options, "worktree") ?? false,
    verify: boolOption(options, "verify") ?? false,
    options,
    section,
  };
}

const SCHEMES = [...Object.keys(remoteSchemas).filter((scheme) => scheme !== "local"), "remote"];

/** Finds which storage a URL is on; `local` for everything without a host. Undefined if there is none of this scheme. */
export function schemeOf(url: string): RemoteScheme | undefined {
  const parts = splitUrl(url);
  if (parts === undefined) return undefined;
  if (parts.host === "" || parts.scheme === "") return "local";
  return SCHEMES.includes(parts.scheme) ? (parts.scheme as RemoteScheme) : undefined;
}

function plainOptions(section: ConfigSection): Options {
  const options = new Map<string, OptionValue>();
  for (const [name, value] of section) if (!isConfigSection(value)) options.set(name, value);
  return options;
}
