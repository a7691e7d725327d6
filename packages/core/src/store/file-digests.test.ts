import { expect, test } from "vitest";
import { joinDigests, makeDigests } from "./file-digests.ts";
import { oidOf, rowsOf } from "./testing/store-fixture.ts";

function digestsOf(...contents: readonly string[]) {
  const digests = makeDigests(contents.length);
  for (const [row, content] of contents.entries()) {
    digests.oids[row] = oidOf(content);
    digests.inos[row] = BigInt(row + 10);
  }
  return digests;
}

test("joinDigests() puts the rows of one after those of the other, and copies nothing if one is empty", () => {
  const [first, second, empty] = [digestsOf("a", "b"), digestsOf("c"), makeDigests(0)];
  expect(rowsOf(joinDigests(first, second))).toEqual([...rowsOf(first), ...rowsOf(second)]);
  expect(joinDigests(first, empty)).toBe(first);
  expect(joinDigests(empty, second)).toBe(second);
});
