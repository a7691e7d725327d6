import { expect, test } from "vitest";
import { comparePathParts } from "./path-order.ts";

test("comparePathParts() compares name by name", () => {
  const ordered = [
    "",
    "a",
    "a/",
    "a/b",
    "a/b/c",
    "a/b-c",
    "a-b",
    "a.b",
    "ab",
    "b",
    "b/\uff5a",
    "b/\u{1f600}",
    "b/\u{1f601}",
  ];
  expect(ordered.toReversed().sort(comparePathParts)).toEqual(ordered);
});
