import { dirname } from "node:path";
import { LodeError } from "@lode/core";
import { isYamlMap, parseYaml, type YamlDocument, type YamlValue } from "@lode/core/engine";
import type { Given } from "./given.ts";
import { type ProvidersSource, parseProviders } from "./parse-providers.ts";
import { settingRules } from "./setting-rules.ts";
import type { SignInProvider } from "./sign-in-provider.ts";

/** What a settings file says. */
export interface SettingsFile {
  /** By name, unchecked. */
  readonly values: ReadonlyMap<string, Given>;
  readonly providers: readonly SignInProvider[];
  /** The variables of the environment from which secrets come. */
  readonly variablesNamed: ReadonlySet<string>;
}

/**
 * Parses a settings file: a YAML mapping of names of settings to texts or numbers, and `providers`.
 *
 * @param path absolute; for messages, and paths in the file are relative to its folder
 * @throws YAML_INVALID, or SETTINGS_INVALID with the line, for unknown names and values that are neither text nor number
 */
export function parseSettingsFile(
  text: string,
  { path, variables }: { readonly path: string; readonly variables: ProvidersSource["variables"] },
): SettingsFile {
  const document = parseYaml(text, { fileName: path });
  const base = dirname(path);
  const found = new Map<string, Given>();
  let providers: SettingsFile["providers"] = [];
  let variablesNamed: SettingsFile["variablesNamed"] = new Set();
  if (document.value === null) return { values: found, providers, variablesNamed };
  if (!isYamlMap(document.value)) throw invalid(document, [], "it is to be a mapping of names to values");
  for (const [name, value] of document.value) {
    if (name === "providers") {
      const invalidAt: ProvidersSource["invalid"] = (at, problem) => invalid(document, ["providers", ...at], problem);
      providers = parseProviders({ value, base, variables, invalid: invalidAt });
      variablesNamed = variablesIn(value);
      continue;
    }
    if (typeof name !== "string" || !settingRules.some((rule) => rule.name === name)) {
      throw invalid(document, [String(name)], `there is no setting '${String(name)}'`);
    }
    if (typeof value !== "string" && typeof value !== "number") {
      throw invalid(document, [name], `the setting '${name}' is to be a text or a number`);
    }
    found.set(name, { value, base, place: placeOf(document, [name]) });
  }
  return { values: found, providers, variablesNamed };
}

function variablesIn(providers: YamlValue): ReadonlySet<string> {
  const all = isYamlMap(providers) ? [...providers.values()] : [];
  const named = all.map((provider) => (isYamlMap(provider) ? provider.get("client_secret_variable") : undefined));
  return new Set(named.filter((name) => typeof name === "string"));
}

function invalid(document: YamlDocument, path: readonly string[], problem: string): LodeError {
  return new LodeError("SETTINGS_INVALID", `Cannot read the settings ${placeOf(document, path)}: ${problem}`, {
    hint: "docs/server.md lists the settings.",
    details: { file: document.fileName },
  });
}

function placeOf(document: YamlDocument, path: readonly string[]): string {
  const line = document.position(path)?.line;
  return line === undefined ? `"${document.fileName}"` : `"${document.fileName}", line ${line}`;
}
