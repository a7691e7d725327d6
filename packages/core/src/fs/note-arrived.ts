import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";

/**
 * After so many bytes the memory of those that were used is given back. That takes about a millisecond; from some 32 MB on
 * the engine itself begins to look through all of its memory instead, which takes both cores for 50.
 */
const STEP_BYTES = 8 << 20;

let arrivedBytes = 0;

/**
 * Tells that bytes from a socket or a file were copied elsewhere or written, and are used no more. Each 64 KiB from a socket
 * are a piece of memory of their own, which Node offers no way to use again. The engine counts them, but does not collect
 * its young objects on their account: it collects everything, 45 times for 1 GB. Collecting the young ones in time costs
 * a twentieth of that, and keeps memory small.
 */
export function noteArrived(sizeBytes: number): void {
  arrivedBytes += sizeBytes;
  if (arrivedBytes < STEP_BYTES) return;
  arrivedBytes = 0;
  collectYoung ??= findCollector();
  collectYoung({ type: "minor" });
}

type Collector = (options: { readonly type: "minor" }) => void;

let collectYoung: Collector | undefined;

/** What `--expose-gc` gives to a new context; the program's own does not get it. */
function findCollector(): Collector {
  setFlagsFromString("--expose-gc");
  const found: unknown = runInNewContext("globalThis.gc");
  setFlagsFromString("--no-expose-gc");
  if (typeof found !== "function") return () => undefined;
  return (options) => void Reflect.apply(found, undefined, [options]);
}
