import { expect, test } from "vitest";
import { Recent } from "./recent.ts";

test("Recent makes a value once, keeps those asked for last, and does not keep failures", async () => {
  const made: string[] = [];
  const recent = new Recent<string>(5, (value) => value.length);
  const get = (key: string) =>
    recent.get(key, async () => {
      made.push(key);
      if (key === "bad") throw new Error("no");
      return key;
    });
  await Promise.all([get("aa"), get("aa")]);
  await get("bb");
  await get("aa");
  await get("cc");
  await get("aa");
  await get("bb");
  expect(made).toEqual(["aa", "bb", "cc", "bb"]);
  await get("longer than 5");
  await get("longer than 5");
  expect(made.splice(4)).toEqual(["longer than 5"]);
  await expect(get("bad")).rejects.toThrow("no");
  await expect(get("bad")).rejects.toThrow("no");
  expect(made.slice(4)).toEqual(["bad", "bad"]);
});

test("Recent makes a forgotten value anew, also one that is being made", async () => {
  let made = 0;
  const recent = new Recent<number>(2, () => 1);
  const get = (key: string) => recent.get(key, async () => ++made);
  const first = get("a");
  recent.forget("a");
  expect([await first, await get("a"), await get("a")]).toEqual([1, 2, 2]);
  recent.forget("none");
  await get("b");
  expect([await get("a"), await get("b")]).toEqual([2, 3]);
});
