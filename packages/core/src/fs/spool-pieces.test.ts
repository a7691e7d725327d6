import { readFileSync } from "node:fs";
import { Readable } from "node:stream";
import fc from "fast-check";
import { expect, test } from "vitest";
import { takePiece } from "./pieces.ts";
import { type PieceTaker, spoolPieces } from "./spool-pieces.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

const MIB = 1 << 20;

/** Copies what it gets; keeps the pieces back until it is told to hurry. */
function slowTaker(): PieceTaker & { readonly seen: Buffer[] } {
  const seen: Buffer[] = [];
  let kept: (() => void)[] = [];
  return {
    seen,
    take(piece) {
      return new Promise((done) => {
        kept.push(() => {
          seen.push(Buffer.from(piece));
          done();
        });
      });
    },
    hurry() {
      for (const show of kept) show();
      kept = [];
    },
  };
}

test("spoolPieces() writes and shows the bytes in their order, however they are cut, and takes whole pieces over", async () => {
  const sizes = fc.array(fc.oneof(fc.nat(70_000), fc.nat(3 * MIB), fc.constant(MIB)), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(sizes, async (cuts) => {
      using folder = makeTempFolder();
      const chunks = cuts.map((size, i) => (size === MIB ? takePiece() : Buffer.alloc(size)).fill(`chunk ${i}, `));
      const expected = Buffer.concat(chunks);
      const taker = slowTaker();
      const spooled = await spoolPieces({ dir: folder.path }, Readable.from(chunks), taker);
      taker.hurry();
      expect(spooled.sizeBytes).toBe(expected.length);
      expect(readFileSync(spooled.path).equals(expected)).toBe(true);
      expect(Buffer.concat(taker.seen).equals(expected)).toBe(true);
      expect(taker.seen.slice(0, -1).every(({ length }) => length === MIB)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test("spoolPieces() reads no further than eight pieces while the taker has them all", async () => {
  using folder = makeTempFolder();
  let read = 0;
  const chunks = async function* () {
    for (; read < 20; read += 1) yield Buffer.alloc(MIB);
  };
  const hurried = Promise.withResolvers<void>();
  const goOn = Promise.withResolvers<void>();
  const taker = { take: () => goOn.promise, hurry: () => hurried.resolve() };
  const stream = Readable.from(chunks(), { highWaterMark: 1 });
  const spooling = spoolPieces({ dir: folder.path }, stream, taker);
  await hurried.promise;
  expect(read).toBeLessThan(12);
  goOn.resolve();
  expect((await spooling).sizeBytes).toBe(20 * MIB);
});

test.each([0, 1, 9, 15])("spoolPieces() leaves nothing of a stream that breaks off after %d MiB", async (pieces) => {
  using folder = makeTempFolder();
  const broken = new Error("broken off");
  const chunks = async function* () {
    for (let i = 0; i < pieces; i += 1) yield Buffer.alloc(MIB + 1);
    throw broken;
  };
  const spooled = spoolPieces({ dir: folder.path }, Readable.from(chunks()), slowTaker());
  await expect(spooled).rejects.toBe(broken);
  expect(folder.list()).toEqual([]);
});

test("spoolPieces() ends with the failure of its taker, and leaves nothing", async () => {
  using folder = makeTempFolder();
  const chunks = Array.from({ length: 30 }, () => Buffer.alloc(MIB));
  const taker = { take: () => Promise.reject(new Error("no thread")), hurry: () => undefined };
  await expect(spoolPieces({ dir: folder.path }, Readable.from(chunks), taker)).rejects.toThrow("no thread");
  expect(folder.list()).toEqual([]);
});
