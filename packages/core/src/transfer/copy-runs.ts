import type { RunContext } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import type { RunStorage } from "../remotes/run-storage.ts";

/** From where to where records of runs are copied. */
export interface RunRoute {
  readonly from: RunStorage;
  readonly to: RunStorage;
}

/**
 * Copies all records of runs, over those that are there, as DVC does.
 *
 * @returns how many
 * @throws CANCELLED, and what the storages throw; records that were finished stay
 */
export async function copyRuns({ from, to }: RunRoute, { signal }: RunContext): Promise<number> {
  let copied = 0;
  for await (const path of from.list()) {
    if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
    const text = await from.read(path);
    if (text === undefined) continue;
    await to.write(path, text);
    copied++;
  }
  return copied;
}
