import { expect, test } from "vitest";
import { compareCodePoints } from "./code-point-order.ts";

test("compareCodePoints() sorts as Python does", () => {
  const sorted = ["\u{1F600}", "\uFFFD", "a.b", "a/b", "a", "B", "\uD7FF"].sort(compareCodePoints);
  expect(sorted).toEqual(["B", "a", "a.b", "a/b", "\uD7FF", "\uFFFD", "\u{1F600}"]);
});
