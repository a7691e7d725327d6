import { chmodSync, mkdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { fileModes } from "./file-modes.ts";
import { loadNamelessFiles } from "./nameless-file.ts";
import { placeBytes, placeNew } from "./place-file.ts";
import { makeTempFolder } from "./testing/temp-folder.ts";

function placeIn(dir: string, name = "file") {
  return { dir, name, mode: 0o466, modes: fileModes(), wantStat: true };
}

// The first row runs before anything is loaded, the others after.
test.each([
  { way: "a temporary name", load: false, dir: undefined },
  { way: "no name before", load: true, dir: undefined },
  { way: "no name before, in memory", load: true, dir: "/dev/shm" },
])("placeNew() by $way creates a whole file with exactly its mode, and never replaces one", async ({ load, dir }) => {
  if (load) await loadNamelessFiles();
  using folder = makeTempFolder(dir);
  const place = placeIn(join(folder.path, "new/dir"));
  const made = placeNew(place, Buffer.from("content"));
  const stat = statSync(join(place.dir, "file"), { bigint: true });
  expect(made?.stat).toMatchObject({ ino: stat.ino, mtimeNs: stat.mtimeNs, size: 7n, mode: stat.mode });
  expect(Number(stat.mode) & 0o7777).toBe(0o466);
  expect(placeNew(place, Buffer.from("other"))).toBeUndefined();
  expect(readFileSync(join(place.dir, "file"), "utf8")).toBe("content");
  expect(folder.list()).toEqual(["new/dir/file"]);
});

test("placeNew() throws what the system says and leaves nothing", async () => {
  await loadNamelessFiles();
  using folder = makeTempFolder();
  const place = placeIn(folder.path, "x".repeat(300));
  expect(() => placeNew(place, Buffer.from("content"))).toThrow("ENAMETOOLONG");
  folder.write("file", "x");
  expect(() => placeNew(placeIn(join(folder.path, "file")), Buffer.from("x"))).toThrow("ENOTDIR");
  expect(folder.list()).toEqual(["file"]);
});

test("placeBytes() replaces a file, but no directory", () => {
  using folder = makeTempFolder();
  chmodSync(folder.write("file", "old"), 0o400);
  placeBytes(placeIn(folder.path), Buffer.from("new"));
  expect(readFileSync(join(folder.path, "file"), "utf8")).toBe("new");
  mkdirSync(join(folder.path, "dir/in"), { recursive: true });
  expect(() => placeBytes(placeIn(folder.path, "dir"), Buffer.from("new"))).toThrow();
  expect(folder.list()).toEqual(["file"]);
});
