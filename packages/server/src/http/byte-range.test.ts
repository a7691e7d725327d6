import { expect, test } from "vitest";
import { parseByteRange } from "./byte-range.ts";

test.each([
  ["bytes=0-0", 10, { start: 0, end: 1 }],
  ["bytes=3-", 10, { start: 3, end: 10 }],
  ["bytes=3-99", 10, { start: 3, end: 10 }],
  ["bytes=-4", 10, { start: 6, end: 10 }],
  ["bytes=-40", 10, { start: 0, end: 10 }],
  ["bytes=10-", 10, "unsatisfiable"],
  ["bytes=-0", 10, "unsatisfiable"],
  ["bytes=0-", 0, "unsatisfiable"],
  ["bytes=5-3", 10, undefined],
  ["bytes=0-1,3-4", 10, undefined],
  ["bytes=-", 10, undefined],
  ["lines=0-1", 10, undefined],
  ["bytes=99999999999999999999-", 10, undefined],
  [undefined, 10, undefined],
] as const)("parseByteRange() of %j in %d bytes", (header, sizeBytes, range) => {
  expect(parseByteRange(header, sizeBytes)).toEqual(range);
});
