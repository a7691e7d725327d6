import { ArgumentTypeError } from "argparse";

const INTEGER = /^[+-]?\d+(?:_\d+)*$/;

/** Reads a whole number as Python's `int` does. */
export function parseInteger(text: string): number {
  const digits = text.trim();
  if (!INTEGER.test(digits)) throw new ArgumentTypeError(`invalid int value: '${text}'`);
  return Number(digits.replaceAll("_", ""));
}
