import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { eachItem, type JobControl, type JobRun, refuseLarge } from "./each-item.ts";

const control: JobControl = {
  abortFlag: new Int32Array(1),
  sliceMs: Number.POSITIVE_INFINITY,
  deferLarge: false,
  filesAtOnce: 3,
  reportBytes: () => undefined,
};

test("eachItem() has no more items under way than it may, and goes on as soon as one is done", async () => {
  let underWay = 0;
  const seen: number[] = [];
  const order: number[] = [];
  const work = async (turns: number) => {
    seen.push(++underWay);
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    underWay--;
    return turns;
  };
  const result = await eachItem([9, 1, 2, 1, 1], control, {
    work,
    accept: (turns, index) => {
      order.push(index);
      expect(turns).toBe([9, 1, 2, 1, 1][index]);
    },
    fail: (error) => error,
  });
  expect(Math.max(...seen)).toBe(3);
  expect(order.at(-1)).toBe(0);
  expect([...order].sort((a, b) => a - b)).toEqual([0, 1, 2, 3, 4]);
  expect(result).toMatchObject({ done: 5, errors: [] });
});

test("eachItem() tells errors in the order of the items, and works on the others", async () => {
  const work = async (turns: number) => {
    for (let turn = 0; turn < turns; turn++) await nextTurn();
    if (turns > 0) throw new Error(`after ${turns}`);
    return turns;
  };
  const { done, errors } = await eachItem([5, 0, 1], control, { work, fail: (error) => error });
  expect(done).toBe(3);
  expect(errors.map(({ index, error }) => [index, error.message])).toEqual([
    [0, "after 5"],
    [2, "after 1"],
  ]);
});

test("eachItem() begins nothing behind a file that it gives back", async () => {
  const begun: number[] = [];
  const work = async (item: number, run: JobRun) => {
    begun.push(item);
    if (item === 2) refuseLarge(run);
    await nextTurn();
    return item;
  };
  const inCaller = { ...control, deferLarge: true, filesAtOnce: 1 };
  const { done } = await eachItem([0, 1, 2, 3], inCaller, { work, fail: (error) => error });
  expect(done).toBe(2);
  expect(begun).toEqual([0, 1, 2]);
});
