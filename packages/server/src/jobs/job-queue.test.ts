import { join } from "node:path";
import { beforeEach, expect, onTestFinished, test, vi } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { type Database, openDatabase } from "../db/open-database.ts";
import { enqueue, finishJob, freeAllJobs, HOLD_MS, keepHolding, postponeJob, takeJob } from "./job-queue.ts";
import { JobRunner } from "./job-runner.ts";

let database: Database;
const job = { kind: "index", repositoryId: "r" } as const;

beforeEach(async () => {
  const folder = makeTempFolder();
  database = await openDatabase({ kind: "sqlite", path: join(folder.path, "registry.sqlite") });
  onTestFinished(async () => {
    await database.destroy();
    folder[Symbol.dispose]();
  });
  const created_at = "2026-01-01T00:00:00.000Z";
  await database.insertInto("namespaces").values({ id: "n", name: "acme", created_at }).execute();
  const texts = {
    name: "open",
    visibility: "public",
    description: "",
    push_policy: "refuse",
    is_mirror: 0,
    created_at,
  } as const;
  await database
    .insertInto("repositories")
    .values({ id: "r", namespace_id: "n", ...texts })
    .execute();
});

test("takeJob() gives a job to one holder, however often it was asked for", async () => {
  await enqueue(database, job);
  await enqueue(database, job);
  expect(await takeJob(database, "one")).toMatchObject({ kind: "index", repository_id: "r" });
  expect(await takeJob(database, "other")).toBeUndefined();
});

test("finishJob() keeps what was asked for again during the work", async () => {
  await enqueue(database, job);
  const held = await takeJob(database, "one");
  if (held === undefined) throw new Error("no job");
  await enqueue(database, job);
  await finishJob(database, held);
  const again = await takeJob(database, "one");
  if (again === undefined) throw new Error("no job");
  await finishJob(database, again);
  expect(await takeJob(database, "one")).toBeUndefined();
});

test("takeJob() takes up the job of a holder that is gone, and not one that failed a moment ago", async () => {
  await enqueue(database, job);
  const lost = await takeJob(database, "gone");
  await database.updateTable("jobs").set({ held_until: "2026-01-01T00:00:00.000Z" }).execute();
  const held = await takeJob(database, "other");
  if (lost === undefined || held === undefined) throw new Error("no job");
  // Who was taken for gone finds out, and changes nothing.
  expect([await keepHolding(database, lost), await keepHolding(database, held)]).toEqual([false, true]);
  await postponeJob(database, lost);
  await freeAllJobs(database);
  expect(await takeJob(database, "other")).toMatchObject({ failures: 0 });
  await postponeJob(database, held);
  expect(await takeJob(database, "other")).toBeUndefined();
  await enqueue(database, job, 60_000);
  expect(await takeJob(database, "other")).toBeUndefined();
});

test("a job that a stop breaks off has not failed: the next start takes it at once", async () => {
  await enqueue(database, job);
  const begun = Promise.withResolvers<void>();
  const runner = new JobRunner({
    database,
    work: (_job, signal) => {
      begun.resolve();
      return new Promise((_done, fail) => signal.addEventListener("abort", () => fail(signal.reason)));
    },
    onError: (error) => {
      throw error;
    },
  });
  await begun.promise;
  await runner[Symbol.asyncDispose]();
  await freeAllJobs(database);
  expect(await takeJob(database, "next")).toMatchObject({ repository_id: "r", failures: 0 });
});

test("a runner that cannot say for so long that it holds its job leaves it to others", async () => {
  await enqueue(database, job);
  const begun = Promise.withResolvers<AbortSignal>();
  vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "Date"] });
  onTestFinished(() => void vi.useRealTimers());
  const errors: unknown[] = [];
  const runner = new JobRunner({
    database,
    work: (_job, signal) => {
      begun.resolve(signal);
      return new Promise((_done, fail) => signal.addEventListener("abort", () => fail(signal.reason)));
    },
    onError: (error) => errors.push(error),
  });
  const signal = await begun.promise;
  await database.schema.alterTable("jobs").renameTo("jobs_elsewhere").execute();
  const passThird = async (): Promise<void> => {
    const before = errors.length;
    await vi.advanceTimersByTimeAsync(HOLD_MS / 3);
    await vi.waitFor(() => expect(errors.length).toBeGreaterThan(before));
  };
  await passThird();
  await passThird();
  expect(signal.aborted).toBe(false);
  await passThird();
  expect(signal.aborted).toBe(true);
  await database.schema.alterTable("jobs_elsewhere").renameTo("jobs").execute();
  await runner[Symbol.asyncDispose]();
});
