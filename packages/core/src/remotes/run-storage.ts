import type { RunContext } from "../base/events.ts";
import type { RunPath } from "../formats/pipeline/run-path.ts";

/**
 * Where records of runs lie, below a cache or a remote: what DVC's run cache is made of. A record is a small text that
 * says which outputs a command made of which dependencies, and is written whole or not at all.
 */
export interface RunStorage {
  /** Lists the records, in no particular order. */
  list(run: RunContext): AsyncIterable<RunPath>;
  /** Reads a record; undefined if it is gone. */
  read(path: RunPath, run: RunContext): Promise<Uint8Array | undefined>;
  /** Writes a record over one of the same path. */
  write(path: RunPath, text: Uint8Array, run: RunContext): Promise<void>;
}
