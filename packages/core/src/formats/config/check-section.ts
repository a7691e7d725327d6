import type { Options } from "./config.ts";
import { configOptionError } from "./config-error.ts";
import { type ConfigValue, isConfigSection, type OptionPath } from "./config-file.ts";
import type { OptionRule, OptionValue } from "./option-rules.ts";
import type { SectionSchema } from "./remote-schemas.ts";

/** What checking needs to know beside the values. */
export interface Check {
  /** Names the file that decides an option, for messages. */
  readonly fileOf: (path: OptionPath) => string;
}

/** The options that a section may hold, and where it is. */
export interface CheckedSection {
  readonly schema: SectionSchema;
  readonly path: OptionPath;
  /** Whether unknown options are left out; default: they are errors. */
  readonly ignoreUnknown?: boolean;
}

/**
 * Checks and converts the options of one section and adds the defaults.
 *
 * @throws CONFIG_INVALID
 */
export function checkSection(value: ConfigValue | undefined, checked: CheckedSection, check: Check): Options {
  const { schema, path, ignoreUnknown = false } = checked;
  if (value !== undefined && !isConfigSection(value)) throw optionError(path, "expected a section", check);
  const options = new Map<string, OptionValue>();
  for (const [name, text] of value ?? []) {
    const option = [...path, name];
    const rule = ruleOf(schema, name);
    if (rule !== undefined) options.set(name, convert(text, { rule, path: option }, check));
    else if (!ignoreUnknown) throw optionError(option, `unknown option; known are ${knownOptions(schema)}`, check);
  }
  return withDefaults(options, schema);
}

function ruleOf({ options }: SectionSchema, name: string): OptionRule | undefined {
  return Object.hasOwn(options, name) ? options[name] : undefined;
}

function knownOptions({ options }: SectionSchema): string {
  return Object.keys(options).join(", ");
}

function withDefaults(options: Options, { defaults }: SectionSchema): Options {
  return new Map([...Object.entries(defaults).filter(([name]) => !options.has(name)), ...options]);
}

function convert(
  value: ConfigValue,
  { rule, path }: { rule: OptionRule; path: OptionPath },
  check: Check,
): OptionValue {
  let converted: OptionValue | undefined;
  if (typeof value === "string") converted = rule.convert(value);
  else if (!isConfigSection(value)) converted = rule.convertList?.(value);
  if (converted === undefined) throw optionError(path, `expected ${rule.expected}`, check);
  return converted;
}

/** Makes the error for an option whose value is not accepted. */
export function optionError(path: OptionPath, state: string, { fileOf }: Check): Error {
  return configOptionError(fileOf(path), path, state);
}
