import type { ArgumentOptions } from "argparse";

/** One argument of a command: how the parser takes it, and how what it took becomes a value. */
export interface ArgumentSpec<Value> {
  /** Passed to the parser, except for help and destination. */
  readonly parse: Omit<ArgumentOptions, "help" | "dest">;
  readonly positional: boolean;
  /** One letter. */
  readonly short?: string;
  /** Without dashes; default: the key in the record of arguments, in kebab case. */
  readonly long?: string;
  /** Two spellings of a switch, `--x` and `--no-x`. */
  readonly negatable?: boolean;
  /** A sentence without period; undefined hides the argument from the help. */
  readonly help: string | undefined;
  /**
   * Whether DVC does not know this option. It must then be spelled out whenever a shorter form means one of DVC's, so
   * that scripts written for DVC go on meaning the same.
   */
  readonly addition: boolean;
  /** Reads what the parser stored; undefined if the argument was not given. */
  read(raw: unknown): Value;
}

/** The arguments of a command by name. */
export type ArgumentSpecs = Readonly<Record<string, ArgumentSpec<unknown>>>;

/** The values of the arguments by name. */
export type ArgumentValues<Specs extends ArgumentSpecs> = {
  readonly [Key in keyof Specs]: Specs[Key] extends ArgumentSpec<infer Value> ? Value : never;
};

/** What the parser stored, by name. */
export type RawValues = Readonly<Record<string, unknown>>;

/** What every kind of argument may say. */
export interface CommonOptions {
  /** A sentence without period; without it the argument is not shown in the help. */
  readonly help?: string;
  /** What the help calls the value. */
  readonly metavar?: string;
}

/** What every kind of option may say. */
export interface OptionOptions extends CommonOptions {
  /** One letter. */
  readonly short?: string;
  /** Without dashes; default: the key in kebab case. */
  readonly long?: string;
  /** Whether DVC does not know this option. Default: false. */
  readonly addition?: boolean;
}

/** Fills in the part of a spec that all options have in common. */
export function optionSpec<Value>(
  options: OptionOptions,
  parse: ArgumentSpec<Value>["parse"],
  read: (raw: unknown) => Value,
): ArgumentSpec<Value> {
  return {
    parse: options.metavar === undefined ? parse : { ...parse, metavar: options.metavar },
    positional: false,
    help: options.help,
    addition: options.addition ?? false,
    read,
    ...(options.short === undefined ? {} : { short: options.short }),
    ...(options.long === undefined ? {} : { long: options.long }),
  };
}

/** Fills in the part of a spec that all positional arguments have in common. */
export function positionalSpec<Value>(
  options: CommonOptions,
  parse: ArgumentSpec<Value>["parse"],
  read: (raw: unknown) => Value,
): ArgumentSpec<Value> {
  const withName = options.metavar === undefined ? parse : { ...parse, metavar: options.metavar };
  return { parse: withName, positional: true, help: options.help, addition: false, read };
}
