import { resolve } from "node:path";
import { LodeError, type OnEvent } from "@lode/core";
import { readTextIfExists } from "@lode/core/engine";
import type { Given } from "./given.ts";
import { parseSettingsFile, type SettingsFile } from "./parse-settings-file.ts";
import type { SettingRule } from "./setting-rule.ts";
import { settingRules } from "./setting-rules.ts";
import type { PlainSettings, Settings } from "./settings.ts";
import { describeUnknownVariables, isOfPlatform, variableOf } from "./unknown-variables.ts";

/** Where settings come from; a later place wins: defaults, file, environment, flags. */
export interface SettingSources {
  /** Relative paths start here. Absolute. */
  readonly cwd: string;
  /** Path of the file. Default: none. */
  readonly file?: string;
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** By the names of the settings. */
  readonly flags: Readonly<Record<string, string | number | undefined>>;
  /** Is warned of variables that look like those of settings and are none. Default: nobody is. */
  readonly onEvent?: OnEvent;
}

/**
 * Reads the settings of a server. A path in the file is relative to the file's folder, any other to the current one.
 *
 * @throws SETTINGS_INVALID with the place of what is wrong, YAML_INVALID, IO_FAILED
 */
export function readSettings({ cwd, file, variables, flags, onEvent }: SettingSources): Settings {
  const path = file === undefined ? undefined : resolve(cwd, file);
  const inFile = path === undefined ? NOTHING : readFile(path, variables);
  for (const message of describeUnknownVariables(variables, inFile.variablesNamed)) {
    onEvent?.({ type: "warning", message });
  }
  const values = settingRules.map((rule): [keyof PlainSettings, string | number] => {
    const given = flagOf(rule, flags, cwd) ?? inVariables(rule, variables, cwd) ?? inFile.values.get(rule.name);
    return [rule.field, given === undefined ? defaultOf(rule) : accepted(rule, given)];
  });
  return { ...settingsOf(new Map(values)), providers: inFile.providers };
}

const NOTHING: SettingsFile = { values: new Map(), providers: [], variablesNamed: new Set() };

function readFile(path: string, variables: SettingSources["variables"]): SettingsFile {
  const text = readTextIfExists(path);
  if (text !== undefined) return parseSettingsFile(text, { path, variables });
  throw new LodeError("SETTINGS_INVALID", `Cannot read the settings "${path}": there is no such file`, {
    details: { file: path },
  });
}

function flagOf({ name }: SettingRule, flags: SettingSources["flags"], base: string): Given | undefined {
  const value = flags[name];
  return value === undefined ? undefined : { value, base, place: `--${name.replaceAll("_", "-")}` };
}

function inVariables({ name }: SettingRule, variables: SettingSources["variables"], base: string): Given | undefined {
  const place = variableOf(name);
  const value = variables[place];
  // Who calls a service `lode-serve` says nothing of the port that it is to listen on.
  if (value === undefined || value === "" || isOfPlatform(place, value)) return undefined;
  return { value, base, place };
}

function accepted(rule: SettingRule, { value, base, place }: Given): string | number {
  const read = rule.read(value);
  if (read === undefined) {
    throw new LodeError(
      "SETTINGS_INVALID",
      `Cannot use the setting '${rule.name}' of ${place}: it is to be ${rule.expected}`,
      {
        details: { setting: rule.name, place },
      },
    );
  }
  return rule.isPath === true ? resolve(base, String(read)) : read;
}

function defaultOf(rule: SettingRule): string | number {
  if (rule.default !== undefined) return rule.default;
  throw new LodeError("SETTINGS_INVALID", `Cannot start the server: the setting '${rule.name}' is missing`, {
    hint: `Give it with --${rule.name}, with ${variableOf(rule.name)}, or in the file of --config.`,
    details: { setting: rule.name },
  });
}

/** The rules have given each field its value, of its type. */
function settingsOf(values: ReadonlyMap<keyof PlainSettings, string | number>): PlainSettings {
  return Object.fromEntries(values) as unknown as PlainSettings;
}
