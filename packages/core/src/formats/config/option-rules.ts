import { pythonStrip } from "../python/python-text.ts";
import { formatConfigValue } from "./list-options.ts";

/** The value of an option after its text has been checked and converted. */
export type OptionValue = string | number | boolean | readonly string[];

/** What an option may hold. */
export interface OptionRule {
  /** What is accepted, to follow "expected". */
  readonly expected: string;
  /** Converts the text of a file; undefined if it is not accepted. */
  readonly convert: (text: string) => OptionValue | undefined;
  /** Converts a list; without it, lists are not accepted. */
  readonly convertList?: (items: readonly string[]) => OptionValue | undefined;
}

/** Any text. */
export const anyText: OptionRule = { expected: "a text without a comma, or in quotes", convert: (text) => text };

/** Any text, in lower case: names of remotes. A list is taken for its text in Python, as DVC does. */
export const lowerText: OptionRule = {
  expected: anyText.expected,
  convert: (text) => text.toLowerCase(),
  convertList: (items) => formatConfigValue(items).toLowerCase(),
};

/** `true` or `false`, in any case; nothing else. */
export const bool: OptionRule = {
  expected: "true or false",
  convert: (text) => ({ true: true, false: false })[text.toLowerCase()],
};

/** `true`, `false`, or any other text, such as the path of a certificate. */
export const boolOrText: OptionRule = {
  expected: "true, false or a path",
  convert: (text) => bool.convert(text) ?? text,
};

/** A whole number as Python reads one: blanks around it, a sign and single `_` between digits are accepted. */
export function integer(min?: number, max?: number): OptionRule {
  return {
    expected:
      min === undefined ? "a whole number" : `a whole number from ${min}${max === undefined ? "" : ` to ${max}`}`,
    convert: (text) => {
      const digits = pythonStrip(text);
      return /^[+-]?\d+(?:_\d+)*$/.test(digits) ? withinRange(Number(digits.replaceAll("_", "")), min, max) : undefined;
    },
  };
}

function withinRange(
  value: number,
  min = Number.NEGATIVE_INFINITY,
  max = Number.POSITIVE_INFINITY,
): number | undefined {
  return value >= min && value <= max ? value : undefined;
}

const FLOAT = /^[+-]?(?:\d+(?:_\d+)*\.?(?:\d+(?:_\d+)*)?|\.\d+(?:_\d+)*)(?:[eE][+-]?\d+(?:_\d+)*)?$/;
const INFINITE = /^\+?inf(?:inity)?$/i;

/** A number as Python's `float` reads one, not negative; it may be infinite. */
export const notNegative: OptionRule = {
  expected: "a number that is not negative",
  convert: (text) => {
    const digits = pythonStrip(text);
    if (INFINITE.test(digits)) return Number.POSITIVE_INFINITY;
    return FLOAT.test(digits) ? withinRange(Number(digits.replaceAll("_", "")), 0) : undefined;
  },
};

/** A number as Python's `float` reads one. */
export const anyNumber: OptionRule = {
  expected: "a number",
  convert: (text) => {
    const digits = pythonStrip(text);
    return FLOAT.test(digits) ? Number(digits.replaceAll("_", "")) : undefined;
  },
};

/** One of a few words, in any case; the value is in lower case. */
export function oneOf(...words: readonly string[]): OptionRule {
  return {
    expected: words.length === 1 ? `${words[0]}` : `one of ${words.join(", ")}`,
    convert: (text) => words.find((word) => word === text.toLowerCase()),
  };
}

const LINK_TYPES = ["reflink", "hardlink", "symlink", "copy"];

/** How files are linked from the cache, in order of preference: a list, or a text with commas. */
export const linkTypes: OptionRule = {
  expected: `some of ${LINK_TYPES.join(", ")}`,
  convert: (text) => checkLinkTypes(text.split(",").map(pythonStrip)),
  convertList: checkLinkTypes,
};

function checkLinkTypes(types: readonly string[]): readonly string[] | undefined {
  return types.every((type) => LINK_TYPES.includes(type)) ? types : undefined;
}

/** DVC wants a value of a type that a file cannot hold, and so refuses the option always. */
export const notInFiles: OptionRule = {
  expected: "nothing: DVC does not take this option from a file",
  convert: () => undefined,
};
