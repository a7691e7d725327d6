import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { oidOf } from "../testing/store-fixture.ts";
import { packRows, unpackRows } from "./dir-blob.ts";
import { openStatCache } from "./open-stat-cache.ts";
import type { DirDigests } from "./stat-cache.ts";

function digests(names: readonly string[], mtimeNs = 5n): DirDigests {
  return {
    names,
    sizes: Float64Array.from(names, (_, i) => i),
    mtimesNs: BigInt64Array.from(names, () => mtimeNs),
    inos: BigUint64Array.from(names, (_, i) => BigInt(i) + 2n ** 60n),
    oids: names.map((name) => oidOf(name)),
  };
}

test("StatCache gives back digests of files that did not change, in any order of names", () => {
  using folder = makeTempFolder();
  const cache = openStatCache(join(folder.path, "tmp/stat.db"));
  const dir = digests(["a", "é b", "c"]);
  cache.save("md5:out", {
    dirs: new Map([
      ["", dir],
      ["sub/dir", digests(["x"])],
    ]),
  });
  cache.close();
  const again = openStatCache(join(folder.path, "tmp/stat.db"));
  const output = again.load("md5:out");
  expect([...output.keys()]).toEqual(["", "sub/dir"]);
  expect(output.get("")?.match(dir)).toEqual(dir.oids);
  const mixed = {
    names: ["new", "c", "a"],
    sizes: Float64Array.of(9, 2, 0),
    mtimesNs: BigInt64Array.of(5n, 5n, 5n),
    inos: BigUint64Array.of(1n, 2n ** 60n + 2n, 2n ** 60n),
  };
  expect(output.get("")?.match(mixed)).toEqual([undefined, oidOf("c"), oidOf("a")]);
  expect(again.load("md5:other").size).toBe(0);
  again.close();
});

test.each(["sizes", "mtimesNs", "inos"] as const)("StatCache does not know a file whose %s differs", (column) => {
  using folder = makeTempFolder();
  const cache = openStatCache(join(folder.path, "stat.db"));
  const dir = digests(["a", "b"]);
  cache.save("k", { dirs: new Map([["", dir]]) });
  const changed = digests(["a", "b"]);
  const values = changed[column];
  if (values instanceof Float64Array) values[0] = 77;
  else values[0] = 77n;
  expect(cache.load("k").get("")?.match(changed)).toEqual([undefined, oidOf("b")]);
  cache.close();
});

test("StatCache does not remember files without a digest", () => {
  using folder = makeTempFolder();
  const cache = openStatCache(join(folder.path, "stat.db"));
  const dir = { ...digests(["a", "b", "c"]), oids: [undefined, oidOf("b"), undefined] };
  cache.save("k", {
    dirs: new Map([
      ["", dir],
      ["none", { ...dir, oids: [undefined, undefined, undefined] }],
    ]),
  });
  expect(cache.load("k").get("")?.count).toBe(1);
  expect(cache.load("k").get("")?.match(dir)).toEqual(dir.oids);
  expect(cache.load("k").has("none")).toBe(false);
  cache.close();
});

test("StatCache splits a large directory and replaces it as a whole", () => {
  using folder = makeTempFolder();
  const cache = openStatCache(join(folder.path, "stat.db"));
  const large = digests(Array.from({ length: 25_000 }, (_, i) => `f${i}`));
  cache.save("k", {
    dirs: new Map([
      ["", large],
      ["kept", digests(["x"])],
    ]),
  });
  expect(cache.load("k").get("")?.match(large)).toEqual(large.oids);
  cache.save("k", { dirs: new Map([["", digests(["one"])]]) });
  expect([...cache.load("k")].map(([dir, { count }]) => [dir, count])).toEqual([
    ["", 1],
    ["kept", 1],
  ]);
  cache.save("k", { gone: ["kept"] });
  expect([...cache.load("k").keys()]).toEqual([""]);
  cache.save("k", { dirs: new Map([["new", digests(["one"])]]), gone: "all" });
  expect([...cache.load("k").keys()]).toEqual(["new"]);
  cache.close();
});

test("StatCache keeps facts and forgets them", () => {
  using folder = makeTempFolder();
  const cache = openStatCache(join(folder.path, "stat.db"));
  cache.setFact("complete:x", "1");
  cache.setFact("complete:x", "2");
  expect([cache.getFact("complete:x"), cache.getFact("other")]).toEqual(["2", undefined]);
  cache.setFact("complete:x", undefined);
  expect(cache.getFact("complete:x")).toBeUndefined();
  cache.close();
});

test("openStatCache() replaces a damaged file", () => {
  using folder = makeTempFolder();
  const path = folder.write("stat.db", "this is not a database, but long enough to be read as one ".repeat(100));
  const cache = openStatCache(path);
  cache.setFact("a", "1");
  cache.close();
  const again = openStatCache(path);
  expect(again.getFact("a")).toBe("1");
  again.close();
});

test("StatCache survives damage behind the header, and is whole again afterwards", () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "stat.db");
  const first = openStatCache(path);
  first.save("k", { dirs: new Map(Array.from({ length: 200 }, (_, i) => [`d${i}`, digests(["a", "b"])])) });
  first.close();
  const size = 16_384;
  const handle = Buffer.alloc(size, 0xff);
  writeFileSync(path, handle, { flag: "r+" });
  const damaged = openStatCache(path);
  expect(damaged.load("k").size).toBeLessThanOrEqual(200);
  damaged.save("k", { dirs: new Map([["", digests(["a"])]]) });
  damaged.close();
  const healed = openStatCache(path);
  healed.save("k", { dirs: new Map([["", digests(["a"])]]) });
  expect(healed.load("k").get("")?.count).toBe(1);
  healed.close();
});

test("openStatCache() lives in memory where the file cannot be", () => {
  using folder = makeTempFolder();
  mkdirSync(join(folder.path, "stat.db/in"), { recursive: true });
  const cache = openStatCache(join(folder.path, "stat.db"));
  cache.setFact("a", "1");
  expect(cache.getFact("a")).toBe("1");
  cache.close();
  const below = openStatCache(join(folder.write("file", "x"), "stat.db"));
  expect(below.load("k").size).toBe(0);
  below.close();
});

test("StatCache may be open twice", () => {
  using folder = makeTempFolder();
  const [one, two] = [openStatCache(join(folder.path, "stat.db")), openStatCache(join(folder.path, "stat.db"))];
  one.save("k", { dirs: new Map([["", digests(["a"])]]) });
  two.save("k", { dirs: new Map([["x", digests(["b"])]]) });
  expect([...one.load("k").keys()]).toEqual(["", "x"]);
  one.close();
  two.close();
});

test("unpackRows() gives what packRows() was given", () => {
  const name = fc
    .string({ minLength: 1, unit: "grapheme" })
    .filter((text) => !text.includes("\0") && text.isWellFormed());
  fc.assert(
    fc.property(fc.uniqueArray(name, { minLength: 1 }), (names) => {
      const dir = digests(names, -3n);
      const blob = packRows(dir, 0, names.length);
      const rows = blob === undefined ? undefined : unpackRows(blob);
      expect(rows?.names).toEqual(names);
      expect(rows?.sizes).toEqual(dir.sizes);
      expect(rows?.mtimesNs).toEqual(dir.mtimesNs);
      expect(rows?.inos).toEqual(dir.inos);
      expect(rows?.oids).toBe(dir.oids.join(""));
    }),
  );
});

test("unpackRows() refuses bytes that are none", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), (bytes) => {
      expect(unpackRows(bytes)).toBeUndefined();
    }),
  );
  const blob = packRows(digests(["a", "b"]), 0, 2) ?? new Uint8Array();
  expect(unpackRows(blob.subarray(0, blob.length - 20))).toBeUndefined();
});
