import { dirname } from "node:path";
import { LodeError } from "@lode/core";
import { isYamlMap, parseYaml, type YamlDocument } from "@lode/core/engine";
import type { Given } from "./given.ts";
import { settingRules } from "./setting-rules.ts";

/**
 * Parses a settings file: a YAML mapping of names of settings to texts or numbers.
 *
 * @param path absolute; for messages, and paths in the file are relative to its folder
 * @returns the values by name, unchecked
 * @throws YAML_INVALID, or SETTINGS_INVALID with the line, for unknown names and values that are neither text nor number
 */
export function parseSettingsFile(text: string, path: string): ReadonlyMap<string, Given> {
  const document = parseYaml(text, { fileName: path });
  const found = new Map<string, Given>();
  if (document.value === null) return found;
  if (!isYamlMap(document.value)) throw invalid(document, [], "it is to be a mapping of names to values");
  for (const [name, value] of document.value) {
    if (typeof name !== "string" || !settingRules.some((rule) => rule.name === name)) {
      throw invalid(document, [String(name)], `there is no setting '${String(name)}'`);
    }
    if (typeof value !== "string" && typeof value !== "number") {
      throw invalid(document, [name], `the setting '${name}' is to be a text or a number`);
    }
    found.set(name, { value, base: dirname(path), place: placeOf(document, [name]) });
  }
  return found;
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
