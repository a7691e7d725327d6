import { expect, test } from "vitest";
import { LodeError } from "../base/lode-error.ts";
import { Pace } from "./pace.ts";

const overloaded = new LodeError("STORAGE_UNREACHABLE", "Cannot write: slow down");

/** Ends transfers of a storage that does `perSecond(limit)` objects a second; gives the limit after each. */
function run(pace: Pace, clock: { now: number }, { objects, perSecond }: Load): readonly number[] {
  return Array.from({ length: objects }, () => {
    pace.begin();
    clock.now += 1000 / perSecond(pace.limit);
    pace.ended(0);
    return pace.limit;
  });
}

interface Load {
  readonly objects: number;
  readonly perSecond: (limit: number) => number;
}

test("Pace grows as long as more at once get more done, and never above its limit", () => {
  const clock = { now: 1 };
  const pace = new Pace(50, () => clock.now);
  expect(pace.limit).toBe(8);
  run(pace, clock, { objects: 200, perSecond: (limit) => limit * 10 });
  expect(pace.limit).toBe(50);
  expect(new Pace(3).limit).toBe(3);
});

test("Pace does not grow for long where more at once get no more done", () => {
  const clock = { now: 1 };
  const pace = new Pace(1000, () => clock.now);
  run(pace, clock, { objects: 300, perSecond: (limit) => Math.min(limit, 16) * 10 });
  expect(pace.limit).toBeLessThanOrEqual(64);
});

test("Pace halves once for all that began before, waits as it is told, and then grows one by one", () => {
  const clock = { now: 1 };
  const pace = new Pace(32, () => clock.now);
  run(pace, clock, { objects: 200, perSecond: (limit) => limit * 10 });
  const eras = Array.from({ length: 32 }, () => pace.begin());
  for (const era of eras) pace.failed(era, overloaded);
  expect([pace.limit, pace.quietMs]).toEqual([16, 0]);
  pace.failed(pace.begin(), new LodeError("STORAGE_UNREACHABLE", "Wait", { details: { retryAfterMs: 3000 } }));
  expect([pace.limit, pace.quietMs]).toEqual([8, 3000]);
  clock.now += 3000;
  expect(pace.quietMs).toBe(0);
  const limits = run(pace, clock, { objects: 9, perSecond: (limit) => limit * 10 });
  expect(Math.max(...limits)).toBe(9);
});
