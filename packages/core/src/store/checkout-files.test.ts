import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Oid } from "../base/oid.ts";
import { parseRelPath } from "../base/rel-path.ts";
import { fileModes } from "../fs/file-modes.ts";
import type { LinkType } from "../fs/link-type.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { addFiles } from "./add-files.ts";
import { checkoutFiles } from "./checkout-files.ts";
import { isKnownUnsupported } from "./jobs/known-links.ts";
import { objectPath } from "./object-store.ts";
import { makeStoreFixture, oidOf, rowsOf, type StoreFixture } from "./testing/store-fixture.ts";

async function stored(folder: StoreFixture, ...contents: (string | Buffer)[]): Promise<Oid[]> {
  const paths = contents.map((content, i) => folder.write(`src/${i}`, content));
  return (await addFiles(folder.store, paths)).oids.flatMap((oid) => oid ?? []);
}

function plan(folder: StoreFixture, files: Record<string, Oid | undefined>, executable = false) {
  const items = Object.entries(files).map(([path, oid]) => ({
    relpath: parseRelPath(path),
    oid: oid ?? oidOf("absent"),
    ...(executable ? { executable } : {}),
  }));
  return { root: join(folder.path, "out"), items };
}

test("checkoutFiles() copies small and large objects into new directories", async () => {
  using folder = makeStoreFixture();
  const large = Buffer.alloc(2_200_000, "y");
  const [a, b, empty] = await stored(folder, "foo", large, "");
  const report = await checkoutFiles(folder.store, plan(folder, { a, "deep/er/b": b, empty }));
  expect(report.failures).toEqual([]);
  const out = join(folder.path, "out");
  expect(readFileSync(join(out, "a"), "utf8")).toBe("foo");
  expect(readFileSync(join(out, "deep/er/b")).equals(large)).toBe(true);
  for (const [i, name] of ["a", "deep/er/b", "empty"].entries()) {
    const stat = statSync(join(out, name), { bigint: true });
    expect(stat.mode & 0o7777n).toBe(BigInt(fileModes().file));
    expect(rowsOf(report.placed)[i]).toMatchObject({
      ino: stat.ino,
      mtimeNs: stat.mtimeNs,
      mode: Number(stat.mode),
      settled: true,
    });
  }
  expect(folder.list().filter((name) => name.startsWith("out"))).toHaveLength(3);
});

test("checkoutFiles() lets the owner execute what is executable, and copies it where links are asked for", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  for (const type of ["copy", "hardlink", "symlink"] as const) {
    await checkoutFiles(folder.store, plan(folder, { [type]: a }, true), { linkTypes: [type] });
    expect(lstatSync(join(folder.path, "out", type)).mode & 0o7777).toBe(fileModes().file | 0o100);
  }
  expect(statSync(objectPath(folder.store, oidOf("foo"))).mode & 0o777).toBe(0o444);
});

test("checkoutFiles() links hard, but gives an empty object a plain file", async () => {
  using folder = makeStoreFixture();
  const [a, empty] = await stored(folder, "foo", "");
  const report = await checkoutFiles(folder.store, plan(folder, { a, empty }), { linkTypes: ["hardlink"] });
  expect(report.failures).toEqual([]);
  const stat = statSync(join(folder.path, "out/a"));
  expect([stat.ino, stat.mode & 0o777]).toEqual([statSync(objectPath(folder.store, oidOf("foo"))).ino, 0o444]);
  const emptyStat = statSync(join(folder.path, "out/empty"));
  expect([emptyStat.nlink, emptyStat.mode & 0o777]).toEqual([1, fileModes().file]);
});

test("checkoutFiles() tells of each failure instead of keeping them when asked to", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  folder.write("out/file", "mine");
  const told: string[] = [];
  const report = await checkoutFiles(folder.store, plan(folder, { a, "file/below": a, gone: undefined }), {
    onFailure: ({ item, error }) => told.push(`${item.relpath} ${error.code}`),
  });
  expect(told).toEqual(["file/below PATH_OCCUPIED", "gone OBJECT_MISSING"]);
  expect(report.failures).toEqual([]);
  expect(rowsOf(report.placed).map((row) => row !== undefined)).toEqual([true, false, false]);
});

test("checkoutFiles() links symbolically by absolute path and never to what is missing", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  const report = await checkoutFiles(folder.store, plan(folder, { a, gone: undefined }), { linkTypes: ["symlink"] });
  expect(readlinkSync(join(folder.path, "out/a"))).toBe(objectPath(folder.store, oidOf("foo")));
  expect(report.failures).toMatchObject([{ item: { relpath: "gone" }, error: { code: "OBJECT_MISSING" } }]);
  expect(rowsOf(report.placed)[1]).toBeUndefined();
  expect(existsSync(join(folder.path, "out/gone"))).toBe(false);
});

test.each<{ linkTypes: LinkType[] }>([{ linkTypes: ["reflink", "copy"] }, { linkTypes: ["hardlink", "copy"] }])(
  "checkoutFiles() falls back in $linkTypes across disks",
  async ({ linkTypes }) => {
    using folder = makeStoreFixture();
    const [a] = await stored(folder, "foo");
    const root = `/dev/shm/lode-test-checkout-${linkTypes[0]}`;
    const report = await checkoutFiles(folder.store, { ...plan(folder, { a }), root }, { linkTypes });
    expect(report.failures).toEqual([]);
    expect(readFileSync(join(root, "a"), "utf8")).toBe("foo");
    const isReflink = linkTypes[0] === "reflink";
    expect(isKnownUnsupported("reflink", { sourceDir: root, store: folder.store })).toBe(isReflink);
    const refused = await checkoutFiles(folder.store, { ...plan(folder, { b: a }), root }, { linkTypes: ["hardlink"] });
    expect(refused.failures).toMatchObject([{ error: { code: "LINK_UNSUPPORTED" } }]);
    removeTree(root);
  },
);

test.each(["copy", "hardlink", "symlink"] as const)(
  "checkoutFiles() by %s replaces only when told to",
  async (type) => {
    using folder = makeStoreFixture();
    const [a] = await stored(folder, "foo");
    const target = folder.write("out/a", "mine");
    const options = { linkTypes: [type] };
    const refused = await checkoutFiles(folder.store, plan(folder, { a }), options);
    expect(refused.failures).toMatchObject([{ error: { code: "PATH_OCCUPIED" } }]);
    expect(readFileSync(target, "utf8")).toBe("mine");
    for (let round = 0; round < 2; round++) {
      const done = await checkoutFiles(folder.store, plan(folder, { a }), { ...options, replace: true });
      expect(done.failures).toEqual([]);
      expect(readFileSync(target, "utf8")).toBe("foo");
    }
    expect(folder.list().filter((name) => name.startsWith("out"))).toEqual(["out/a"]);
  },
);

test("checkoutFiles() replaces files, creates others and keeps directories, in whatever order they come", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  for (const name of ["2", "3", "5"]) folder.write(`out/${name}`, "old");
  folder.write("out/6/x", "mine");
  const names = ["1", "2", "3", "4", "5", "6", "7"];
  const files = Object.fromEntries(names.map((name) => [name, a]));
  const { failures } = await checkoutFiles(folder.store, plan(folder, files), { replace: true });
  expect(failures).toMatchObject([{ item: { relpath: "6" }, error: { code: "PATH_OCCUPIED" } }]);
  const contents = names
    .filter((name) => name !== "6")
    .map((name) => readFileSync(join(folder.path, "out", name), "utf8"));
  expect(contents).toEqual(contents.map(() => "foo"));
  expect(readFileSync(join(folder.path, "out/6/x"), "utf8")).toBe("mine");
});

test("checkoutFiles() never removes a directory and writes through no link", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  folder.write("out/dir/kept", "x");
  mkdirSync(join(folder.path, "outside"));
  symlinkSync("../outside", join(folder.path, "out/link"));
  const report = await checkoutFiles(folder.store, plan(folder, { dir: a, "link/evil": a, fine: a }), {
    replace: true,
  });
  expect(report.failures.map(({ item, error }) => [item.relpath, error.code]).sort()).toEqual([
    ["dir", "PATH_OCCUPIED"],
    ["link/evil", "PATH_OCCUPIED"],
  ]);
  expect(folder.list().filter((name) => /^out/.test(name))).toEqual(["out/dir/kept", "out/fine", "out/link"]);
});

test.each([10, 2_000_000])("checkoutFiles() copies no corrupt object (%d bytes)", async (size) => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, Buffer.alloc(size, "a"));
  const object = objectPath(folder.store, oidOf(Buffer.alloc(size, "a")));
  chmodSync(object, 0o644);
  writeFileSync(object, Buffer.alloc(size, "b"));
  chmodSync(object, 0o444);
  const report = await checkoutFiles(folder.store, plan(folder, { a }));
  expect(report.failures).toMatchObject([{ error: { code: "OBJECT_CORRUPT" } }]);
  expect(folder.list().filter((name) => name.startsWith("out"))).toEqual([]);
});

test("checkoutFiles() does not link to an object that a power cut left empty", async () => {
  using folder = makeStoreFixture();
  const [a] = await stored(folder, "foo");
  truncateSync(objectPath(folder.store, oidOf("foo")), 0);
  const report = await checkoutFiles(folder.store, plan(folder, { a }), { linkTypes: ["hardlink"] });
  expect(report.failures).toMatchObject([{ error: { code: "OBJECT_MISSING" } }]);
});

test("checkoutFiles() creates many files with threads", async () => {
  using folder = makeStoreFixture();
  const contents = Array.from({ length: 900 }, (_, i) => `content ${i}`);
  const oids = await stored(folder, ...contents);
  const files = Object.fromEntries(oids.map((oid, i) => [`d${i % 7}/${i}`, oid]));
  const report = await checkoutFiles(folder.store, plan(folder, files));
  expect(report.failures).toEqual([]);
  expect(
    contents.every((content, i) => readFileSync(join(folder.path, `out/d${i % 7}/${i}`), "utf8") === content),
  ).toBe(true);
});
