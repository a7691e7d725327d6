import fc from "fast-check";
import { expect, test } from "vitest";
import { printTarHeader, TAR_BLOCK, tarPadding } from "../../formats/bundle/tar-header.ts";
import { readBundle } from "./read-bundle.ts";

const content = fc.uint8Array({ maxLength: 1500 }).map((bytes) => Buffer.from(bytes));

function archive(contents: readonly Buffer[]): Buffer {
  const files = contents.flatMap((bytes, i) => [
    printTarHeader({ name: `file-${i}`, sizeBytes: bytes.length }),
    bytes,
    Buffer.alloc(tarPadding(bytes.length)),
  ]);
  return Buffer.concat([...files, Buffer.alloc(2 * TAR_BLOCK)]);
}

/** Gives bytes in pieces of these sizes, over and over. */
async function* inPieces(bytes: Buffer, sizes: readonly number[]): AsyncGenerator<Buffer> {
  for (let start = 0, i = 0; start < bytes.length; i++) {
    const size = sizes[i % sizes.length] ?? 1;
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

async function readAll(stream: AsyncIterable<Buffer>, wanted: (name: string) => boolean) {
  const files: { readonly name: string; readonly bytes: Buffer | undefined }[] = [];
  for await (const entry of readBundle("x.tar", stream)) {
    const parts: Buffer[] = [];
    if (wanted(entry.name)) for await (const part of entry.content()) parts.push(part);
    files.push({ name: entry.name, bytes: wanted(entry.name) ? Buffer.concat(parts) : undefined });
  }
  return files;
}

test("readBundle() reads every file, in whatever pieces the bytes come, and passes over what is not read", async () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1 });
  await fc.assert(
    fc.asyncProperty(fc.array(content, { maxLength: 6 }), sizes, async (contents, pieces) => {
      const wanted = (name: string) => !name.endsWith("1");
      const expected = contents.map((bytes, i) => ({ name: `file-${i}`, bytes: wanted(`${i}`) ? bytes : undefined }));
      expect(await readAll(inPieces(archive(contents), pieces), wanted)).toEqual(expected);
    }),
  );
});

test("readBundle() notices an early end, wherever it is", async () => {
  const bytes = archive([Buffer.from("some bytes"), Buffer.alloc(700)]);
  for (let length = 0; length < bytes.length - 2 * TAR_BLOCK; length += 97) {
    const cut = readAll(inPieces(bytes.subarray(0, length), [512]), () => true);
    await expect(cut).rejects.toMatchObject({ code: "BUNDLE_INVALID" });
  }
});
