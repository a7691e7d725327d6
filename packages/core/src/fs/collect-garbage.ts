import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/** What to collect: what was made last, or everything that is not used any more. */
export type Generation = "minor" | "major";

/**
 * Gives memory back now, where the engine would wait until it has twice as much: the pages that it takes meanwhile stay
 * with the process. The young objects take about a millisecond, everything about one for each MB that is still used.
 */
export function collectGarbage(type: Generation): void {
  collect ??= findCollector();
  collect({ type });
}

type Collector = (options: { readonly type: Generation }) => void;

let collect: Collector | undefined;

/** What `--expose-gc` gives to a new context; the program's own does not get it. */
function findCollector(): Collector {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") return () => undefined;
  return (options) => void Reflect.apply(found, undefined, [options]);
}
