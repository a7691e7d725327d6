import { type ArgumentSpec, type CommonOptions, positionalSpec } from "./argument-spec.ts";
import { readText, readTexts } from "./read-value.ts";

/** An argument that has to be given. */
export function argument(options: CommonOptions = {}): ArgumentSpec<string> {
  return positionalSpec(options, {}, (raw) => readText(raw) ?? "");
}

/** An argument that may be left out. */
export function optionalArgument(options: CommonOptions = {}): ArgumentSpec<string | undefined> {
  return positionalSpec(options, { nargs: "?" }, readText);
}

/** Any number of arguments, none included. */
export function argumentList(options: CommonOptions = {}): ArgumentSpec<readonly string[]> {
  return positionalSpec(options, { nargs: "*" }, readTexts);
}

/** One argument or more. */
export function argumentsList(options: CommonOptions = {}): ArgumentSpec<readonly string[]> {
  return positionalSpec(options, { nargs: "+" }, readTexts);
}

/**
 * An argument of a form of its own, which may be left out.
 *
 * @param parse throws argparse's ArgumentTypeError for a text that it refuses; called twice for each text
 */
export function parsedArgument<Value>(
  parse: (text: string) => Value,
  options: CommonOptions = {},
): ArgumentSpec<Value | undefined> {
  const check = (text: string) => {
    parse(text);
    return text;
  };
  return positionalSpec(options, { nargs: "?", type: check }, (raw) =>
    typeof raw === "string" ? parse(raw) : undefined,
  );
}
