import { expect, test } from "vitest";
import { appendAll } from "./append-all.ts";

test("appendAll() appends more items than a call takes arguments", () => {
  const list = [-1];
  appendAll(list, Array.from({ length: 300_000 }, (_, i) => i).values());
  expect([list.length, list[0], list.at(-1)]).toEqual([300_001, -1, 299_999]);
});
