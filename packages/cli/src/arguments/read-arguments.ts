import type { ArgumentSpecs, ArgumentValues, RawValues } from "./argument-spec.ts";

/** Turns what the parser stored into the typed values that a command gets. */
export function readArguments<Specs extends ArgumentSpecs>(specs: Specs, raw: RawValues): ArgumentValues<Specs> {
  const entries = Object.entries(specs).map(([key, spec]) => [key, spec.read(raw[key])] as const);
  // Each value comes from the `read` of its own spec, which fromEntries cannot express.
  return Object.fromEntries(entries) as ArgumentValues<Specs>;
}
