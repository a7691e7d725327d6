import { ArgumentTypeError } from "argparse";

/** Reads `key=value`; the value may hold further equal signs but may not be empty. */
export function parsePair(text: string): readonly [string, string] {
  const equals = text.indexOf("=");
  if (equals < 0 || equals === text.length - 1) {
    throw new ArgumentTypeError(`Could not parse argument "${text}" as k1=v1 k2=v2 ... format`);
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}
