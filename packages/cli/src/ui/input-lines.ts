import { createInterface } from "node:readline";

/** Reads stdin line by line, without the line breaks, until its end. */
export function inputLines(): AsyncIterable<string> {
  return createInterface({ input: process.stdin, terminal: false, crlfDelay: Number.POSITIVE_INFINITY });
}
