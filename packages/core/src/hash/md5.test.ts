import { createHash } from "node:crypto";
import fc from "fast-check";
import { expect, test } from "vitest";
import { normalizeChunk, TEXT_CHUNK_BYTES } from "./dos2unix.ts";
import { hashBytes, makeHasher } from "./md5.ts";

test.each([
  ["", "d41d8cd98f00b204e9800998ecf8427e"],
  ["foo", "acbd18db4cc2f85cedef654fccc4a4d8"],
  ["foo\r\n", "2145971cf82058b108229a3a2e3bff35"],
  ["file content", "d10b4c3ff123b26dc068d43a8bef2d23"],
])("hashBytes() gives DVC's md5 of %j", (text, digest) => {
  expect(hashBytes(Buffer.from(text))).toBe(digest);
});

test.each([
  ["text", "foo\r\n", "foo\n"],
  ["a lone CR", "foo\r\rbar\r", "foo\r\rbar\r"],
  ["CR CR LF", "a\r\r\n", "a\r\n"],
  ["a NUL in the first 512 bytes", "a\0\r\n", "a\0\r\n"],
  ["a NUL behind them", `${"a".repeat(512)}\0\r\n`, `${"a".repeat(512)}\0\n`],
  [
    "30 % of bytes beyond the text set",
    `${"\x01".repeat(30)}${"a".repeat(68)}\r\n`,
    `${"\x01".repeat(30)}${"a".repeat(68)}\n`,
  ],
  ["more than 30 %", `${"\x01".repeat(31)}${"a".repeat(67)}\r\n`, `${"\x01".repeat(31)}${"a".repeat(67)}\r\n`],
  ["UTF-8 that is mostly not ASCII", "äöü\r\n", "äöü\r\n"],
])("normalizeChunk() treats %s as DVC 2 does", (_, text, expected) => {
  expect(Buffer.from(normalizeChunk(Buffer.from(text))).toString()).toBe(expected);
});

test("hashBytes() gives the legacy digest of DVC's vector", () => {
  expect(hashBytes(Buffer.from("foo\r\n"), "md5-dos2unix")).toBe("d3b07384d113edec49eaa6238ad5ff00");
});

test("md5-dos2unix judges each MiB by itself and leaves a pair across the border", () => {
  const text = Buffer.alloc(TEXT_CHUNK_BYTES, "a");
  text[TEXT_CHUNK_BYTES - 1] = 0x0d;
  const content = Buffer.concat([
    text,
    Buffer.from("\nb\r\n"),
    Buffer.alloc(TEXT_CHUNK_BYTES, "c"),
    Buffer.from("\0\r\n"),
  ]);
  const second = content.subarray(TEXT_CHUNK_BYTES, 2 * TEXT_CHUNK_BYTES);
  const expected = createHash("md5")
    .update(text)
    .update(Buffer.from(second.toString().replaceAll("\r\n", "\n")))
    .update(content.subarray(2 * TEXT_CHUNK_BYTES))
    .digest("hex");
  expect(hashBytes(content, "md5-dos2unix")).toBe(expected);
});

test.each(["md5", "md5-dos2unix"] as const)("makeHasher(%s) does not depend on how the bytes are cut", (hashName) => {
  const content = fc.array(fc.constantFrom("\r\n", "\r", "\n", "text", "\0", "é"), { maxLength: 50 });
  fc.assert(
    fc.property(content, fc.array(fc.nat(20)), (parts, cuts) => {
      const bytes = Buffer.from(parts.join(""));
      const hasher = makeHasher(hashName);
      let at = 0;
      for (const cut of cuts) {
        hasher.update(bytes.subarray(at, at + cut));
        at += cut;
      }
      hasher.update(bytes.subarray(at));
      expect(hasher.digest()).toBe(hashBytes(bytes, hashName));
    }),
  );
});
