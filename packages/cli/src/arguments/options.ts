import { type ArgumentSpec, type OptionOptions, optionSpec } from "./argument-spec.ts";
import { parsePair } from "./parse-pair.ts";
import { parseInteger } from "./python-number.ts";
import { readNumber, readText, readTexts } from "./read-value.ts";

/** A switch: `--force`. False unless given. */
export function flag(options: OptionOptions = {}): ArgumentSpec<boolean> {
  return optionSpec(options, { action: "store_true", default: false }, (raw) => raw === true);
}

/** A switch with its opposite: `--run-cache`, `--no-run-cache`. The last one given counts; undefined if none is. */
export function negatableFlag(options: OptionOptions = {}): ArgumentSpec<boolean | undefined> {
  const spec = optionSpec(options, {}, (raw) => (typeof raw === "boolean" ? raw : undefined));
  return { ...spec, negatable: true };
}

/** An option with a text: `--rev main`. */
export function textOption(options: OptionOptions = {}): ArgumentSpec<string | undefined> {
  return optionSpec(options, {}, readText);
}

/** An option with a text that has to be given: `--ancestor <path>`. */
export function requiredOption(options: OptionOptions = {}): ArgumentSpec<string> {
  return optionSpec(options, { required: true }, (raw) => readText(raw) ?? "");
}

/** An option with a text of a closed set: `--favor our`. */
export function choiceOption<const Choice extends string>(
  choices: readonly Choice[],
  options: OptionOptions = {},
): ArgumentSpec<Choice | undefined> {
  return optionSpec(options, { choices }, (raw) => choices.find((choice) => choice === raw));
}

/** An option with a text of a closed set that may be left out: `--untracked-files[=all]`. */
export function optionalChoiceOption<const Choice extends string>(
  choices: readonly Choice[],
  bare: Choice,
  options: OptionOptions = {},
): ArgumentSpec<Choice | undefined> {
  return optionSpec(options, { choices, nargs: "?", const: bare }, (raw) => choices.find((choice) => choice === raw));
}

/** An option with a whole number: `-j 4`. Written as Python's `int` reads it. */
export function integerOption(options: OptionOptions = {}): ArgumentSpec<number | undefined> {
  return optionSpec(options, { type: parseInteger }, readNumber);
}

/** An option with a text that may be given several times: `--include a --include b`. Undefined if not given. */
export function repeatedTextOption(options: OptionOptions = {}): ArgumentSpec<readonly string[] | undefined> {
  return optionSpec(options, { action: "append" }, (raw) => (Array.isArray(raw) ? readTexts(raw) : undefined));
}

/** An option followed by any number of texts: `--targets a b`. Undefined if not given. */
export function listOption(options: OptionOptions = {}): ArgumentSpec<readonly string[] | undefined> {
  return optionSpec(options, { nargs: "*" }, (raw) => (raw === undefined ? undefined : readTexts(raw)));
}

/** An option that may be given several times, with a text of a closed set. Empty if not given. */
export function repeatedChoiceOption<const Choice extends string>(
  choices: readonly Choice[],
  options: OptionOptions = {},
): ArgumentSpec<readonly Choice[]> {
  const read = (raw: unknown) => {
    const given = readTexts(raw);
    return choices.filter((choice) => given.includes(choice));
  };
  return optionSpec(options, { choices, action: "append" }, read);
}

/** An option followed by any number of `key=value`, which may be given several times; the last of a key counts. */
export function pairsOption(options: OptionOptions = {}): ArgumentSpec<Readonly<Record<string, string>> | undefined> {
  const metavar = options.metavar ?? "<name>=<value>";
  const parse = { nargs: "*", action: "extend", type: parsePair } as const;
  return optionSpec({ ...options, metavar }, parse, (raw) =>
    raw === undefined || raw === null ? undefined : Object.fromEntries(readPairs(raw)),
  );
}

function readPairs(raw: unknown): [string, string][] {
  if (!Array.isArray(raw)) return [];
  return raw.flatMap((pair: unknown): [string, string][] => {
    if (!Array.isArray(pair)) return [];
    return [[String(pair[0]), String(pair[1])]];
  });
}

/** An option with a text that may be left out, which then counts as not given: `--rev`. */
export function bareTextOption(options: OptionOptions = {}): ArgumentSpec<string | undefined> {
  return optionSpec(options, { nargs: "?" }, readText);
}

/** An option whose text may be left out, which is not the same as leaving out the option: `--remote [NAME]`. */
export function looseTextOption(
  options: OptionOptions = {},
): ArgumentSpec<{ readonly text: string | undefined } | undefined> {
  return optionSpec(options, { nargs: "?", const: true }, (raw) =>
    raw === true || typeof raw === "string" ? { text: readText(raw) } : undefined,
  );
}
