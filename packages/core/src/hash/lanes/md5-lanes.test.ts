import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { LANE_BYTES } from "./lane.ts";
import { Md5Lanes } from "./md5-lanes.ts";
import { LANES } from "./md5-program.ts";

const lanes = Md5Lanes.load();

/** Hashes a stream in the pieces in which it comes. */
async function digestOf(pieces: readonly Uint8Array[]): Promise<string> {
  using hasher = lanes?.begin();
  for (const piece of pieces.slice(0, -1)) await hasher?.update(piece);
  return (await hasher?.finish(pieces.at(-1) ?? new Uint8Array(0))) ?? "no lane";
}

function expectedOf(pieces: readonly Uint8Array[]): string {
  const hash = createHash("md5");
  for (const piece of pieces) hash.update(piece);
  return hash.digest("hex");
}

const blocks = fc
  .integer({ min: 0, max: 40 })
  .chain((count) => fc.uint8Array({ minLength: count * 64, maxLength: count * 64 }));
const streams = fc
  .tuple(fc.array(blocks, { maxLength: 4 }), fc.uint8Array({ maxLength: 300 }))
  .map(([whole, last]) => [...whole, last]);

test("Md5Lanes gives the digests of node:crypto for up to eight streams of any sizes, in any pieces", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(streams, { minLength: 1, maxLength: LANES }), async (all) => {
      expect(await Promise.all(all.map(digestOf))).toEqual(all.map(expectedOf));
    }),
  );
});

test.each([0, 1, 55, 56, 57, 63, 64, 65, 119, 120, LANE_BYTES - 1, LANE_BYTES])(
  "Md5Lanes hashes %i bytes beside others, and keeps them until they are no longer needed",
  async (length) => {
    const bytes = new Uint8Array(length).fill(7);
    const other = digestOf([new Uint8Array(1000)]);
    using hasher = lanes?.begin();
    expect(await hasher?.finish(bytes)).toBe(expectedOf([bytes]));
    expect(Buffer.compare(hasher?.bytes ?? Buffer.from("none"), bytes)).toBe(0);
    expect(await other).toBe(expectedOf([new Uint8Array(1000)]));
  },
);

test("Md5Lanes.begin() gives nothing while all lanes are taken, and the lane of a stream that was given up", async () => {
  const taken = Array.from({ length: LANES }, () => lanes?.begin());
  expect(lanes?.begin()).toBeUndefined();
  const digests = taken.slice(1).map((hasher) => hasher?.finish(Buffer.from("foo")));
  taken[0]?.[Symbol.dispose]();
  expect(new Set(await Promise.all(digests))).toEqual(new Set(["acbd18db4cc2f85cedef654fccc4a4d8"]));
  for (const hasher of taken.slice(1)) hasher?.[Symbol.dispose]();
  expect(await digestOf([Buffer.from("foo")])).toBe("acbd18db4cc2f85cedef654fccc4a4d8");
});

test("a stream that is alone at first goes on when others come", async () => {
  const pieces = [Buffer.alloc(6400, "a"), Buffer.alloc(640, "b"), Buffer.from("c")];
  using hasher = lanes?.begin();
  await hasher?.update(pieces[0] ?? Buffer.alloc(0));
  const others = [digestOf(pieces), digestOf([Buffer.from("foo")])];
  await hasher?.update(pieces[1] ?? Buffer.alloc(0));
  expect(await hasher?.finish(pieces[2] ?? Buffer.alloc(0))).toBe(expectedOf(pieces));
  expect(await Promise.all(others)).toEqual([expectedOf(pieces), "acbd18db4cc2f85cedef654fccc4a4d8"]);
});
