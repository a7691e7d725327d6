import { mkdirSync, statSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashFiles } from "./hash-files.ts";
import { statDirs } from "./stat-dirs.ts";
import { oidOf } from "./testing/store-fixture.ts";

test("statDirs() gives the columns of each directory, links followed, 0 for what is not there", async () => {
  using folder = makeTempFolder();
  folder.write("a/x", "12");
  symlinkSync("x", join(folder.path, "a/link"));
  symlinkSync("none", join(folder.path, "a/broken"));
  mkdirSync(join(folder.path, "b"));
  const [a, b, c] = await statDirs([
    { dir: join(folder.path, "a"), names: ["x", "link", "broken", "gone"] },
    { dir: join(folder.path, "b"), names: [] },
    { dir: join(folder.path, "a/x"), names: ["under a file"] },
  ]);
  const stat = statSync(join(folder.path, "a/x"), { bigint: true });
  expect([...(a?.sizes ?? [])]).toEqual([2, 2, 0, 0]);
  expect([...(a?.mtimesNs ?? [])]).toEqual([stat.mtimeNs, stat.mtimeNs, 0n, 0n]);
  expect([...(a?.inos ?? [])]).toEqual([stat.ino, stat.ino, 0n, 0n]);
  expect([...(a?.modes ?? [])]).toEqual([Number(stat.mode), Number(stat.mode), 0, 0]);
  expect([...(a?.nlinks ?? [])]).toEqual([1, 1, 0, 0]);
  expect([b?.sizes.length, c?.modes[0]]).toEqual([0, 0]);
});

test("statDirs() puts the parts of large and small directories in their places", async () => {
  using folder = makeTempFolder();
  const counts = [2500, 1, 0, 700, 700];
  const dirs = counts.map((count, d) => {
    const names = Array.from({ length: count }, (_, i) => `${i}`);
    for (const name of names) folder.write(`${d}/${name}`, "x".repeat((Number(name) * 7 + d) % 50));
    return { dir: join(folder.path, `${d}`), names };
  });
  const stats = await statDirs(dirs);
  for (const [d, { names }] of dirs.entries()) {
    expect(stats[d]?.names).toEqual(names);
    expect([...(stats[d]?.sizes ?? [])]).toEqual(names.map((name) => (Number(name) * 7 + d) % 50));
  }
});

test("hashFiles() hashes with threads in order, and by the legacy rule when asked", async () => {
  using folder = makeTempFolder();
  const paths = Array.from({ length: 1000 }, (_, i) => folder.write(`${i}`, `${i}\r\n`));
  const large = folder.write("large", Buffer.alloc(5_000_000, "x"));
  const digests = await hashFiles([...paths, large]);
  expect(digests.oids.slice(0, 1000)).toEqual(paths.map((_, i) => oidOf(`${i}\r\n`)));
  expect(digests.oids[1000]).toBe(oidOf(Buffer.alloc(5_000_000, "x")));
  const legacy = await hashFiles(paths.slice(0, 3), { hashName: "md5-dos2unix" });
  expect(legacy.oids).toEqual([oidOf("0\n"), oidOf("1\n"), oidOf("2\n")]);
  expect((await hashFiles([])).oids).toEqual([]);
});

test("hashFiles() hashes files of any size beside each other", async () => {
  using folder = makeTempFolder();
  const sizes = Array.from({ length: 400 }, (_, i) => (i % 40 === 0 ? 4_000_000 + i : (i * 7919) % 600_000));
  const contents = sizes.map((size, i) => Buffer.alloc(size, `${i},`));
  const paths = contents.map((content, i) => folder.write(`${i}`, content));
  const digests = await hashFiles(paths, { threads: 1 });
  expect(digests.oids).toEqual(contents.map((content) => oidOf(content)));
  expect([...digests.sizes]).toEqual(sizes);
});
