import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { objectPath } from "../../store/object-store.ts";
import { makeStoreFixture, oidOf } from "../../store/testing/store-fixture.ts";
import { objectUpload } from "./object-upload.ts";
import type { Upload } from "./remote-storage.ts";

const SIZE = (1 << 20) + 10;
const SOUND = Buffer.alloc(SIZE, "sound");
const OID = oidOf(SOUND.toString());
const HALF = SIZE / 2;

type File = Extract<Upload, { kind: "file" }>;

/** Each way in which a storage may read a large object. */
const ways: readonly [string, (file: File) => Promise<Buffer>][] = [
  ["by one stream", (file) => buffer(file.open({ start: 0 }))],
  [
    "by streams of parts",
    async ({ open }) =>
      Buffer.concat([await buffer(open({ start: 0, end: HALF })), await buffer(open({ start: HALF, end: SIZE }))]),
  ],
  [
    "into memory",
    async ({ readInto }) => {
      const memory = Buffer.alloc(SIZE);
      expect(await readInto?.(memory, 0)).toBe(SIZE);
      return memory;
    },
  ],
  [
    "into memory for parts",
    async ({ readInto }) => {
      const memory = Buffer.alloc(SIZE);
      await Promise.all([readInto?.(memory.subarray(0, HALF), 0), readInto?.(memory.subarray(HALF), HALF)]);
      return memory;
    },
  ],
];

test.each(ways)("a large object that is read %s is confirmed if its bytes hash to its id", async (_, read) => {
  using folder = makeUpload(SOUND);
  expect((await read(folder.file)).equals(SOUND)).toBe(true);
  await expect(folder.file.confirm?.()).resolves.toBeUndefined();
  expect(folder.counted()).toBe(SIZE);
});

test.each(ways)("a large object that is read %s is refused if it is damaged", async (_, read) => {
  using folder = makeUpload(Buffer.alloc(SIZE, "damaged"));
  await read(folder.file);
  await expect(folder.file.confirm?.()).rejects.toMatchObject({ code: "OBJECT_CORRUPT", details: { expected: OID } });
});

/** An upload of an object whose bytes in the store are these. */
function makeUpload(bytes: Buffer) {
  const folder = makeStoreFixture();
  const path = objectPath(folder.store, OID);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes, { mode: 0o444 });
  let counted = 0;
  const onBytes = (sizeBytes: number): void => {
    counted += sizeBytes;
  };
  const content = objectUpload({ store: folder.store, oid: OID }, { signal: undefined, onBytes })?.content;
  if (content?.kind !== "file") throw new Error("It is not read in parts");
  return { file: content, counted: () => counted, [Symbol.dispose]: folder[Symbol.dispose] };
}
