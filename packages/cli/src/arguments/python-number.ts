import { ArgumentTypeError } from "argparse";

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;
const FLOAT = /^[+-]?(?:(?:\d+(?:_\d+)*)(?:\.(?:\d+(?:_\d+)*)?)?|\.\d+(?:_\d+)*)(?:e[+-]?\d+(?:_\d+)*)?$/i;

/** Reads a whole number as Python's `int` does. */
export function parseInteger(text: string): number {
  const digits = text.trim();
  if (!INTEGER.test(digits)) throw new ArgumentTypeError(`invalid int value: '${text}'`);
  return Number(digits.replaceAll("_", ""));
}

/** Reads a number as Python's `float` does, without infinity and NaN. */
export function parseFloatText(text: string): number {
  const digits = text.trim();
  if (!FLOAT.test(digits)) throw new ArgumentTypeError(`invalid float value: '${text}'`);
  return Number(digits.replaceAll("_", ""));
}
