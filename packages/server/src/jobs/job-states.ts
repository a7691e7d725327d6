import type { Database } from "../db/open-database.ts";
import { type JobRow, jobKinds } from "../db/schema/job-rows.ts";

/** How the jobs of one kind are. */
export interface JobStates {
  readonly kind: JobRow["kind"];
  /** Of all servers of the registry. */
  readonly held: number;
  readonly waiting: number;
  /** How many of them failed when they were last tried. */
  readonly failing: number;
  /** For how long the one that is due for longest waits, in seconds. */
  readonly oldestS: number;
}

/** Says how the jobs are. */
export async function jobStates(database: Database): Promise<readonly JobStates[]> {
  const now = new Date().toISOString();
  const rows = await database.selectFrom("jobs").select(["kind", "held_until", "failures", "run_after"]).execute();
  return jobKinds.map((kind) => {
    const own = rows.filter((row) => row.kind === kind);
    const waiting = own.filter(({ held_until }) => held_until === null || held_until <= now);
    const due = waiting.map(({ run_after }) => run_after).filter((runAfter) => runAfter <= now);
    const [oldest = now] = due.sort();
    return {
      kind,
      held: own.length - waiting.length,
      waiting: waiting.length,
      failing: own.filter(({ failures }) => failures > 0).length,
      oldestS: (Date.parse(now) - Date.parse(oldest)) / 1000,
    };
  });
}
