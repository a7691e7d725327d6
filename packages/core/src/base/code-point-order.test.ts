import { expect, test } from "vitest";
import { compareCodePoints, orderOf } from "./code-point-order.ts";

test("compareCodePoints() sorts as Python does", () => {
  const sorted = ["\u{1F600}", "\uFFFD", "a.b", "a/b", "a", "B", "\uD7FF"].sort(compareCodePoints);
  expect(sorted).toEqual(["B", "a", "a.b", "a/b", "\uD7FF", "\uFFFD", "\u{1F600}"]);
});

test("orderOf() gives the same order as compareCodePoints(), whatever the texts", () => {
  for (const texts of [
    ["b", "a/b", "a", "B", "a", "é", "a.b"],
    ["\u{1F600}", "\uFFFD", "a", "\uD7FF", "a"],
  ]) {
    expect(texts.toSorted(orderOf(texts))).toEqual(texts.toSorted(compareCodePoints));
  }
});
