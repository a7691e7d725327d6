import fc from "fast-check";
import { expect, test } from "vitest";
import { parseOid } from "../../base/oid.ts";
import { parseBundleIndex, printBundleIndex } from "./bundle-index.ts";
import { parseObjectName } from "./object-name.ts";
import { parseTarHeader, printTarHeader, TAR_BLOCK, tarPadding } from "./tar-header.ts";

const HEX = "acbd18db4cc2f85cedef654fccc4a4d8";
const oid = fc.stringMatching(/^[0-9a-f]{32}(\.dir)?$/).map((text) => {
  const parsed = parseOid(text);
  if (parsed === undefined) throw new Error("not an oid");
  return parsed;
});
const output = fc.record({
  path: fc.string(),
  stage: fc.string(),
  commit: fc.option(fc.string()),
  oid,
  hashName: fc.constantFrom("md5" as const, "md5-dos2unix" as const),
});
const index = fc.record({
  outputs: fc.array(output),
  objects: fc.nat(),
  sizeBytes: fc.maxSafeNat(),
  since: fc.option(fc.string()),
});

test("parseTarHeader() reads what printTarHeader() writes", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[!-~]{1,100}$/), fc.maxSafeNat(), (name, sizeBytes) => {
      const block = printTarHeader({ name, sizeBytes });
      expect(block).toHaveLength(TAR_BLOCK);
      expect(parseTarHeader(block)).toEqual({ kind: "file", entry: { name, sizeBytes } });
      expect((sizeBytes + tarPadding(sizeBytes)) % TAR_BLOCK).toBe(0);
    }),
  );
});

test("parseTarHeader() refuses a block with any other byte", () => {
  const block = printTarHeader({ name: "a", sizeBytes: 1 });
  fc.assert(
    fc.property(fc.nat(TAR_BLOCK - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
      const damaged = Buffer.from(block);
      damaged[at] = (damaged[at] ?? 0) ^ change;
      const header = parseTarHeader(damaged);
      // Only in the checksum's own blanks may a change mean the same.
      if (header.kind === "file") expect(at).toBeGreaterThanOrEqual(148);
      if (header.kind === "file") expect(at).toBeLessThan(156);
    }),
  );
});

test("parseBundleIndex() reads what printBundleIndex() writes", () => {
  fc.assert(
    fc.property(index, (value) => {
      expect(parseBundleIndex(printBundleIndex(value))).toEqual(value);
    }),
  );
});

const valid = { version: 1, objects: 1, sizeBytes: 1, since: null, outputs: [] };

test.each([
  ["text", "not a JSON object"],
  ["[]", "not a JSON object"],
  [JSON.stringify({ ...valid, version: 2 }), "version 2 of the format"],
  [JSON.stringify({ ...valid, objects: -1 }), "no valid totals"],
  [JSON.stringify({ ...valid, since: 1 }), "no valid totals"],
  [JSON.stringify({ ...valid, outputs: {} }), "lists no outputs"],
  [
    JSON.stringify({ ...valid, outputs: [{ path: "a", stage: "b", commit: null, oid: "x", hashName: "md5" }] }),
    "output 1",
  ],
])("parseBundleIndex() refuses %s", (text, state) => {
  expect(parseBundleIndex(Buffer.from(text))).toContain(state);
});

test("parseObjectName() reads the paths of a remote, and nothing else", () => {
  const name = `${HEX.slice(0, 2)}/${HEX.slice(2)}`;
  expect(parseObjectName(`files/md5/${name}.dir`)).toEqual({ hashName: "md5", oid: `${HEX}.dir` });
  expect(parseObjectName(name)).toEqual({ hashName: "md5-dos2unix", oid: HEX });
  for (const other of [
    "",
    `/${name}`,
    `../${name}`,
    `files/md5/../${name}`,
    `${name}.tmp`,
    name.toUpperCase(),
    `./${name}`,
  ]) {
    expect(parseObjectName(other)).toBeUndefined();
  }
});
