import { expect, test } from "vitest";
import { type Oid, parseOid } from "../../base/oid.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import { makeDigests } from "../../store/file-digests.ts";
import type { PlacedFiles } from "./apply-checkout.ts";
import { finalRows } from "./final-rows.ts";

/** Files that were created, whose digests and stats tell their places. */
function placedFiles(paths: readonly string[]): PlacedFiles {
  const files = paths.map((path, i) => ({ relpath: parseRelPath(path), oid: oidOf(i) }));
  const digests = makeDigests(paths.length);
  for (const [i, { oid }] of files.entries()) {
    digests.oids[i] = oid;
    digests.sizes[i] = i;
    digests.mtimesNs[i] = BigInt(i) + 100n;
    digests.inos[i] = BigInt(i) + 200n;
    digests.settled[i] = 1;
  }
  return { files, digests };
}

function oidOf(i: number): Oid {
  const oid = parseOid(String(i).padStart(32, "0"));
  if (oid === undefined) throw new Error("not an oid");
  return oid;
}

test.each([
  ["follow each other", ["d/a", "d/b", "d/c", "e/x"], [0, 1, 2]],
  ["begin behind others", ["b/x", "d/a", "d/b", "d/c"], [1, 2, 3]],
  ["have others between them", ["d/a", "e/x", "d/b", "d/c"], [0, 2, 3]],
  ["are out of order", ["d/b", "d/c", "d/a"], [2, 0, 1]],
])("finalRows() takes rows that %s", (_how, paths, expected) => {
  const rows = expected.toSorted((a, b) => a - b);
  const taken = finalRows({ placed: placedFiles(paths), rows, kept: undefined, gone: new Set() });
  expect(taken).toEqual({
    names: ["a", "b", "c"],
    oids: expected.map(oidOf),
    sizes: Float64Array.from(expected),
    mtimesNs: BigInt64Array.from(expected, (i) => BigInt(i) + 100n),
    inos: BigUint64Array.from(expected, (i) => BigInt(i) + 200n),
  });
});
