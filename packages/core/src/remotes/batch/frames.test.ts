import fc from "fast-check";
import { expect, test } from "vitest";
import type { Oid } from "../../base/oid.ts";
import { type Frame, frameHead, readFrames } from "./frames.ts";

const one = "5d41402abc4b2a76b9719d911017c592" as Oid;
const other = "7d793037a0760186574b0282f2f435e7.dir" as Oid;

async function* cut(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  let at = 0;
  for (const size of sizes) {
    yield bytes.subarray(at, at + size);
    at += size;
  }
  yield bytes.subarray(at);
}

async function read(source: AsyncIterable<Buffer>, max = 1000): Promise<Frame[]> {
  return (await Array.fromAsync(readFrames(source, max))).flat();
}

test("readFrames() reads what was written, however it is cut", async () => {
  const contents = fc.array(fc.oneof(fc.uint8Array({ maxLength: 200 }), fc.constantFrom("missing", "large")));
  await fc.assert(
    fc.asyncProperty(contents, fc.array(fc.nat(90)), async (objects, sizes) => {
      const written = objects.flatMap((object) =>
        typeof object === "string"
          ? [frameHead(other, object as "missing")]
          : [frameHead(one, object.length), Buffer.from(object)],
      );
      const frames = await read(cut(Buffer.concat(written), sizes));
      expect(frames.map((frame) => (frame.kind === "bytes" ? [...frame.bytes] : frame.kind))).toEqual(
        objects.map((object) => (typeof object === "string" ? object : [...object])),
      );
    }),
  );
});

test.each([
  ["no line", "x".repeat(100)],
  ["half a line", `${one} 1`],
  ["half an object", `${one} 3\nab`],
  ["no id", "nothing 3\nabc"],
  ["a path", "../../etc/passwd 3\nabc"],
  ["a negative size", `${one} -3\nabc`],
  ["a size beyond the limit", `${one} 1001\n`],
  ["a size beyond all numbers", `${one} 99999999999999999\n`],
])("readFrames() refuses %s", async (_, text) => {
  await expect(read(cut(Buffer.from(text), []))).rejects.toMatchObject({ code: "BATCH_INVALID" });
});

test("readFrames() gives what came before a frame that is none", async () => {
  const reading = readFrames(cut(Buffer.from(`${one} 3\nabcx 3\n`), []), 1000);
  expect((await reading.next()).value).toEqual([{ oid: one, kind: "bytes", bytes: Buffer.from("abc") }]);
  await expect(reading.next()).rejects.toMatchObject({ code: "BATCH_INVALID" });
});

test("readFrames() gives together what has arrived together", async () => {
  const bytes = Buffer.from(`${one} 3\nabc${one} 0\n${other} missing\n${one} 3\nab`);
  const groups = await Array.fromAsync(readFrames(cut(Buffer.concat([bytes, Buffer.from("c")]), [bytes.length]), 1000));
  expect(groups.map((group) => group.length)).toEqual([3, 1]);
});
