import { type Action, ArgumentError, ArgumentParser, type ArgumentParserOptions } from "argparse";
import { ParserExit } from "./parser-exit.ts";

/** How the library describes one meaning of an option: the action, its spelling, the separator, the joined value. */
type OptionMeaning = [Action | undefined, string, string | undefined, string | undefined];

declare module "argparse" {
  interface ArgumentParser {
    _parse_optional(text: string): OptionMeaning[] | undefined;
    _match_arguments_partial(actions: Action[], pattern: string): number[];
    _print_message(message: string): void;
  }
}

/** The parser classes of the positional arguments that occur: how many texts ("A") each takes. */
const positionalPatterns: Readonly<Record<string, string>> = {
  "?": "(-*A?-*)",
  "*": "(-*[A-]*)",
  "+": "(-*A[A-]*)",
  "A...": "(-*A[-AO]*)",
};

/**
 * Options that DVC hides in each of its parsers, for its own developers. Lode does not have them, but they decide which
 * abbreviations are unique.
 */
const hiddenInDvc = [
  "--cprofile",
  "--cprofile-dump",
  "--instrument",
  "--instrument-open",
  "--pdb",
  "--show-stack",
  "--ss",
  "--viztracer",
  "--viztracer-async",
  "--viztracer-depth",
  "--yappi",
  "--yappi-separate-threads",
];

/**
 * argparse with the rules of Python 3.11, on which DVC runs: the library follows Python 3.14. It throws ParserExit
 * instead of printing and ending the program.
 */
export class CommandParser extends ArgumentParser {
  readonly #additions: ReadonlySet<string>;
  readonly #help: (() => string) | undefined;

  /**
   * @param additions long options that DVC does not have
   * @param help makes the help; default: argparse's
   */
  constructor(options: ArgumentParserOptions, additions: ReadonlySet<string>, help?: () => string) {
    super({ suggest_on_error: true, color: false, ...options });
    this.#additions = additions;
    this.#help = help;
  }

  /** Prints the message on stderr and the help on stdout, as DVC does, and ends with 254. */
  override error(message: string): never {
    throw new ParserExit(254, { stderr: `ERROR: ${message}\n`, stdout: this.helpText() });
  }

  /** Called by `--help`. */
  override print_help(): never {
    throw new ParserExit(0, { stdout: this.helpText() });
  }

  /** Called by `--version`. */
  override _print_message(message: string): never {
    throw new ParserExit(0, { stdout: message });
  }

  /** The help of this parser. */
  helpText(): string {
    return this.#help?.() ?? this.format_help();
  }

  /**
   * Python 3.11 refuses an ambiguous option as soon as it is seen, even if it stands where a sub-command would read it.
   * An abbreviation means one of DVC's options if it can.
   */
  override _parse_optional(text: string): OptionMeaning[] | undefined {
    const meanings = super._parse_optional(text);
    const [first, ...others] = meanings ?? [];
    if (first === undefined || !text.startsWith("--") || isSpelledOut(text, first)) return meanings;
    const all = [first, ...others];
    const known = all.filter(([action, spelling]) => action !== undefined && !this.#additions.has(spelling));
    const hidden = hiddenInDvc.filter((option) => option.startsWith(text.split("=", 1)[0] ?? text));
    if (known.length === 1 && hidden.length === 0) return known;
    const spellings = [...(known.length + hidden.length > 0 ? known : all).map(([, spelling]) => spelling), ...hidden];
    if (spellings.length < 2) return hidden.length === 0 ? all : [[undefined, text, undefined, undefined]];
    throw new ArgumentError(undefined, `ambiguous option: ${text} could match ${spellings.join(", ")}`);
  }

  /**
   * Python 3.11 gives an optional or repeated argument its one chance, also when an option follows: `push a -j 4 b` is
   * refused. The library would let it wait for texts after the option.
   */
  override _match_arguments_partial(actions: Action[], pattern: string): number[] {
    for (let count = actions.length; count > 0; count -= 1) {
      const expression = actions.slice(0, count).map(positionalPattern).join("");
      const match = new RegExp(`^${expression}`).exec(pattern);
      if (match) return match.slice(1).map((text) => text.length);
    }
    return [];
  }
}

function isSpelledOut(text: string, [action, spelling]: OptionMeaning): boolean {
  return action !== undefined && text.split("=", 1)[0] === spelling;
}

function positionalPattern(action: Action): string {
  return positionalPatterns[String(action.nargs)] ?? "(-*A-*)";
}
