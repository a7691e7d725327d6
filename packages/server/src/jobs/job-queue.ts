import { newId } from "../db/new-id.ts";
import type { Database } from "../db/open-database.ts";
import { type JobRow, jobKinds } from "../db/schema/job-rows.ts";

/** A job that somebody holds and works on. */
export interface HeldJob extends Pick<JobRow, "kind" | "repository_id" | "revision" | "failures"> {
  readonly holder: string;
}

/** How long a job stays with whoever holds it without a sign of life, in ms. */
export const HOLD_MS = 15_000;
/** How long a job that failed waits, times the number of failures, in ms. */
const RETRY_MS = 10_000;
const RETRY_MOST_MS = 600_000;

/** Asks for work about a repository, not before a time; what is asked for already stays asked for. */
export async function enqueue(
  database: Database,
  { kind, repositoryId }: { readonly kind: JobRow["kind"]; readonly repositoryId: string },
  delayMs = 0,
): Promise<void> {
  const asked = { revision: newId(), run_after: isoIn(delayMs), failures: 0 };
  await database
    .insertInto("jobs")
    .values({ kind, repository_id: repositoryId, held_by: null, held_until: null, ...asked })
    .onConflict((conflict) => conflict.columns(["kind", "repository_id"]).doUpdateSet(asked))
    .execute();
}

/** Takes a job that is due and that nobody holds, or whose holder is gone; undefined if there is none. */
export async function takeJob(
  database: Database,
  holder: string,
  kinds: readonly JobRow["kind"][] = jobKinds,
): Promise<HeldJob | undefined> {
  const now = isoIn(0);
  return await database.transaction().execute(async (transaction) => {
    const job = await transaction
      .selectFrom("jobs")
      .select(["kind", "repository_id", "revision", "failures"])
      .where("kind", "in", kinds)
      .where("run_after", "<=", now)
      .where(({ eb, or }) => or([eb("held_until", "is", null), eb("held_until", "<=", now)]))
      .orderBy("run_after")
      .limit(1)
      .executeTakeFirst();
    if (job === undefined) return undefined;
    await rowOf(transaction, job)
      .set({ held_by: holder, held_until: isoIn(HOLD_MS) })
      .execute();
    return { ...job, holder };
  });
}

/** Shows that a job is still worked on. @returns whether it is still held; otherwise somebody else has taken it up */
export async function keepHolding(database: Database, job: HeldJob): Promise<boolean> {
  return await updateHeld(database, job, { held_until: isoIn(HOLD_MS) });
}

/** Gives a job back that was not done, for another server or the next start. */
export async function freeJob(database: Database, job: HeldJob): Promise<void> {
  await updateHeld(database, job, { held_by: null, held_until: null });
}

/** Ends a job that was done; if it was asked for again in the meantime, it is there to be taken again. */
export async function finishJob(database: Database, job: HeldJob): Promise<void> {
  await database.transaction().execute(async (transaction) => {
    const one = transaction
      .deleteFrom("jobs")
      .where("kind", "=", job.kind)
      .where("repository_id", "=", job.repository_id);
    await one.where("revision", "=", job.revision).execute();
    await freeJob(transaction, job);
  });
}

/** Asks for a job that is being done once more, after a time, unless somebody has asked for it already. */
export async function repeatJob(database: Database, job: HeldJob, delayMs: number): Promise<void> {
  await database
    .updateTable("jobs")
    .set({ revision: newId(), run_after: isoIn(delayMs), failures: 0 })
    .where("kind", "=", job.kind)
    .where("repository_id", "=", job.repository_id)
    .where("revision", "=", job.revision)
    .execute();
}

/** Gives a job that failed back; it is tried again later, each time after a longer wait. */
export async function postponeJob(database: Database, job: HeldJob): Promise<void> {
  const failures = job.failures + 1;
  const run_after = isoIn(Math.min(failures * RETRY_MS, RETRY_MOST_MS));
  await updateHeld(database, job, { held_by: null, held_until: null, failures, run_after });
}

/** Frees all jobs, when it is sure that nobody works on any. */
export async function freeAllJobs(database: Database): Promise<void> {
  await database.updateTable("jobs").set({ held_by: null, held_until: null }).execute();
}

async function updateHeld(database: Database, job: HeldJob, changes: Partial<JobRow>): Promise<boolean> {
  const { numUpdatedRows } = await rowOf(database, job)
    .set(changes)
    .where("held_by", "=", job.holder)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

function rowOf(database: Database, job: Pick<JobRow, "kind" | "repository_id">) {
  return database.updateTable("jobs").where("kind", "=", job.kind).where("repository_id", "=", job.repository_id);
}

function isoIn(delayMs: number): string {
  return new Date(Date.now() + delayMs).toISOString();
}
