import { resolve } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import type { Config } from "../formats/config/config.ts";
import type { ConfigSection, ConfigValue } from "../formats/config/config-file.ts";
import { decodeConfig } from "../formats/config/parse-config.ts";
import type { ConfigLevel } from "../formats/config/validate-config.ts";
import { readBytesIfExists } from "../fs/read-text-if-exists.ts";
import type { SourceSpec } from "./source-context.ts";

/** The name of the remote that stands for the cache of a source without a remote of its own. */
const AUTO_REMOTE = "auto-generated-upstream";

/**
 * What a source on this machine adds to the configuration of its revision: the default remote as the folder has it now,
 * with absolute paths, or else its cache as a remote.
 */
export function upstreamOverlay(current: Config, cacheDir: string): ConfigLevel {
  const name = current.core.remote;
  const remote = name === undefined ? undefined : current.remotes.get(name);
  const config =
    name === undefined || remote === undefined
      ? section({ core: { remote: AUTO_REMOTE }, remote: { [AUTO_REMOTE]: { url: cacheDir } } })
      : new Map<string, ConfigValue>([["remote", new Map([[name, remote.section]])]]);
  return { fileName: "configuration of the source", config };
}

/**
 * What the user lays over a source's configuration: a file or mapping, another default remote, options of the default
 * remote.
 *
 * @param cwd what the file's path is relative to
 * @throws CONFIG_FILE_NOT_FOUND, CONFIG_INVALID
 */
export function userOverlays({ config, remote }: SourceSpec, cwd: string): readonly ConfigLevel[] {
  const overlays: ConfigLevel[] = [];
  if (typeof config === "string") overlays.push(readOverlay(resolve(cwd, config)));
  else if (config !== undefined) overlays.push({ fileName: "repo.config", config: section(config) });
  if (typeof remote === "string") overlays.push({ fileName: "--remote", config: section({ core: { remote } }) });
  return overlays;
}

/**
 * Options laid over the default remote of the configuration below.
 *
 * @throws REMOTE_NOT_SET if there is no default remote to lay them over
 */
export function remoteOptionsOverlay({ remote }: SourceSpec, below: Config): readonly ConfigLevel[] {
  if (remote === undefined || typeof remote === "string") return [];
  const name = below.core.remote;
  if (name === undefined) {
    throw new LodeError(
      "REMOTE_NOT_SET",
      "Cannot use options for the source's remote: the source has no default remote",
      {
        hint: "Name one with `--remote`.",
      },
    );
  }
  return [{ fileName: "--remote-config", config: section({ remote: { [name]: remote } }) }];
}

function readOverlay(fileName: string): ConfigLevel {
  const bytes = readBytesIfExists(fileName);
  if (bytes !== undefined) return { fileName, config: decodeConfig(bytes, fileName) };
  throw new LodeError("CONFIG_FILE_NOT_FOUND", `Cannot read the configuration "${fileName}": it does not exist`, {
    details: { path: fileName },
  });
}

/** A mapping as the configuration that it describes; what is no text is written as Python writes it. */
function section(mapping: Readonly<Record<string, unknown>>): ConfigSection {
  return new Map(Object.entries(mapping).map(([key, value]) => [key.toLowerCase(), configValue(value)]));
}

function configValue(value: unknown): ConfigValue {
  if (value instanceof Map) return section(Object.fromEntries(value));
  if (Array.isArray(value)) return value.map(String);
  if (typeof value === "object" && value !== null) return section({ ...value });
  return String(value);
}
