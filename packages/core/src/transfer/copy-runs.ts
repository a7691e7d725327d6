import { LodeError } from "../base/lode-error.ts";
import { runAtOnce } from "../remotes/run-at-once.ts";
import type { RunStorage } from "../remotes/run-storage.ts";
import type { MoveContext } from "./transfer-progress.ts";

/** From where to where records of runs are copied. */
export interface RunRoute {
  readonly from: RunStorage;
  readonly to: RunStorage;
}

/** How many records are copied at once unless the caller says otherwise. */
const DEFAULT_JOBS = 8;

/**
 * Copies all records of runs, over those that are there, as DVC does.
 *
 * @returns how many
 * @throws CANCELLED, and what the storages throw; records that were finished stay
 */
export async function copyRuns({ from, to }: RunRoute, context: MoveContext): Promise<number> {
  const { jobs = DEFAULT_JOBS, signal } = context;
  const paths = await Array.fromAsync(from.list(context));
  let copied = 0;
  await runAtOnce(paths, jobs, async (path) => {
    if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
    const text = await from.read(path, context);
    if (text === undefined) return;
    await to.write(path, text, context);
    copied++;
  });
  return copied;
}
