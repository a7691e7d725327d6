import { expect, test } from "vitest";
import { together } from "./together.ts";

test("together() gives all results, in order", async () => {
  expect(await together([Promise.resolve(1), Promise.resolve("two")])).toEqual([1, "two"]);
});

test("together() throws the first failure when all have ended", async () => {
  const ended: string[] = [];
  const late = Promise.resolve().then(() => ended.push("late"));
  await expect(together([Promise.reject(new Error("first")), late])).rejects.toThrow("first");
  expect(ended).toEqual(["late"]);
});
