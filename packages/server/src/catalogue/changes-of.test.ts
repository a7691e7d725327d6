import { expect, test } from "vitest";
import { batchesOf, changesOf } from "./changes-of.ts";

test("changesOf() removes what is gone and replaces what differs, and leaves the rest", () => {
  const known = ["a 1", "b 1", "c 1"].map(row);
  const wanted = ["b 1", "c 2", "d 1"].map(row);
  expect(changesOf(known, wanted, ({ value }) => [value])).toEqual({
    gone: ["a", "c"],
    added: ["c 2", "d 1"].map(row),
  });
  expect(changesOf(known, known, ({ value }) => [value])).toEqual({ gone: [], added: [] });
});

test("batchesOf() gives every item once", () => {
  const items = Array.from({ length: 2001 }, (_, item) => item);
  const batches = [...batchesOf(items)];
  expect(batches.map(({ length }) => length)).toEqual([1000, 1000, 1]);
  expect(batches.flat()).toEqual(items);
  expect([...batchesOf([])]).toEqual([]);
});

function row(text: string): { readonly path: string; readonly value: string } {
  const [path = "", value = ""] = text.split(" ");
  return { path, value };
}
