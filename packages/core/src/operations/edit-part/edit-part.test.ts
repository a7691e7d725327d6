import { symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseManifest } from "../../formats/manifest/parse-manifest.ts";
import { parseDvcFile } from "../../formats/stage/parse-dvc-file.ts";
import { add } from "../add/add.ts";
import { move } from "../move/move.ts";
import { push } from "../push/push.ts";
import { remove } from "../remove/remove.ts";
import { status } from "../status/status.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";

const FILES = { "data/a": "A", "data/sub/b": "B", "data/sub/c": "C", "data/z": "Z" };

/** A project whose data are in the remote only; `here` says that they are in the cache and the work tree, too. */
async function tracked({ here }: { readonly here: boolean }): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  for (const [name, content] of Object.entries(FILES)) fixture.replace(`repo/${name}`, content);
  await add(await fixture.open(), { targets: ["data"] }, fixture.run);
  fixture.replace("repo/.dvc/config", `[core]\n    remote = store\n['remote "store"']\n    url = ../../store\n`);
  await push(await fixture.open(), {}, fixture.run);
  if (!here) for (const folder of ["data", ".dvc/cache", ".dvc/tmp"]) fixture.remove(`repo/${folder}`);
  return fixture;
}

async function removeIn(fixture: RegistryFixture, targets: readonly string[], outs = false) {
  return remove(await fixture.open(), { targets, outs }, fixture.run);
}

async function moveIn(fixture: RegistryFixture, from: string, to: string) {
  return move(await fixture.open(), { from, to }, fixture.run);
}

/** The recorded files, with what they hold by their first letter's object. */
function recorded(fixture: RegistryFixture): readonly string[] {
  const oid = parseDvcFile(fixture.read("repo/data.dvc") ?? "", "data.dvc").file.outs[0]?.checksum?.value ?? "";
  const text = fixture.read(`repo/.dvc/cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`) ?? "";
  return parseManifest(Buffer.from(text), oid).map(({ relpath }) => relpath);
}

function here(fixture: RegistryFixture): readonly string[] {
  return fixture.list("repo/data");
}

async function isClean(fixture: RegistryFixture): Promise<boolean> {
  return Object.keys((await status(await fixture.open(), {}, fixture.run)).changes).length === 0;
}

test("remove() of paths in a directory that is not here reads and writes listings only", async () => {
  const fixture = await tracked({ here: false });
  const result = await removeIn(fixture, ["data/a", "data/sub"]);
  expect(result).toMatchObject({ stages: [], paths: ["data/a", "data/sub"], git: { changed: ["data.dvc"] } });
  expect(recorded(fixture)).toEqual(["z"]);
  expect(fixture.read("repo/data.dvc")).toContain("nfiles: 1\n");
  expect(fixture.read("repo/data.dvc")).not.toContain("size:");
  expect(fixture.list("repo/.dvc/cache/files").filter((name) => !name.endsWith(".dir"))).toEqual([]);
  expect(here(fixture)).toEqual([]);
});

test("remove() of paths in a directory removes files that are saved, and folders that are empty then", async () => {
  const fixture = await tracked({ here: true });
  await removeIn(fixture, ["data/sub/b", "data/sub/c"]);
  expect(recorded(fixture)).toEqual(["a", "z"]);
  const partial = fixture.read("repo/data.dvc");
  await add(await fixture.open(), { targets: ["data"] }, fixture.run);
  expect([fixture.read("repo/data.dvc"), partial]).toEqual([partial, expect.stringContaining("size:")]);
  expect(here(fixture)).toEqual(["a", "z"]);
  expect(await isClean(fixture)).toBe(true);
});

test("remove() of a path in a directory stops at files that are saved nowhere, or keeps them aside", async () => {
  const fixture = await tracked({ here: true });
  fixture.replace("repo/data/sub/mine", "mine");
  const before = fixture.read("repo/data.dvc");
  await expect(removeIn(fixture, ["data/a", "data/sub"])).rejects.toMatchObject({ code: "FILES_UNSAVED" });
  expect([fixture.read("repo/data.dvc"), here(fixture).length]).toEqual([before, 5]);
  await removeIn(fixture, ["data/a", "data/sub"], true);
  expect(here(fixture)).toEqual(["z"]);
  expect(fixture.read("repo/.dvc/tmp/lode/replaced/1/data/sub/mine")).toBe("mine");
});

test("remove() of a path in a directory finishes what a run that was ended early began", async () => {
  const fixture = await tracked({ here: true });
  fixture.remove("repo/data/a");
  await removeIn(fixture, ["data/a"]);
  fixture.replace("repo/data/a", "A");
  await removeIn(fixture, ["data/a"]);
  expect([recorded(fixture), here(fixture)]).toEqual([
    ["sub/b", "sub/c", "z"],
    ["sub/b", "sub/c", "z"],
  ]);
});

test("move() in a directory that is not here reads and writes listings only", async () => {
  const fixture = await tracked({ here: false });
  const size = /size: \d+/.exec(fixture.read("repo/data.dvc") ?? "")?.[0];
  expect(await moveIn(fixture, "data/a", "data/sub")).toMatchObject({ from: "data/a", to: "data/sub/a" });
  await moveIn(fixture, "data/sub", "data/deep/er");
  expect(recorded(fixture)).toEqual(["deep/er/a", "deep/er/b", "deep/er/c", "z"]);
  expect(fixture.read("repo/data.dvc")).toContain(`${size}\n  nfiles: 4\n`);
  expect(fixture.list("repo/.dvc/cache/files").filter((name) => !name.endsWith(".dir"))).toEqual([]);
});

test("move() in a directory renames files that are here, modified ones too", async () => {
  const fixture = await tracked({ here: true });
  await moveIn(fixture, "data/sub", "data/folder");
  expect(here(fixture)).toEqual(["a", "folder/b", "folder/c", "z"]);
  expect(await isClean(fixture)).toBe(true);
  fixture.replace("repo/data/a", "changed");
  await moveIn(fixture, "data/a", "data/folder/");
  expect(fixture.read("repo/data/folder/a")).toBe("changed");
  expect(await isClean(fixture)).toBe(false);
});

test("move() in a directory finishes what a run that was ended early began", async () => {
  const fixture = await tracked({ here: true });
  fixture.remove("repo/data/sub");
  fixture.replace("repo/data/folder/b", "B");
  fixture.replace("repo/data/folder/c", "C");
  await moveIn(fixture, "data/sub", "data/folder");
  expect(here(fixture)).toEqual(["a", "folder/b", "folder/c", "z"]);
  expect(await isClean(fixture)).toBe(true);
});

test.each([
  ["data/a", "data/z", "PATH_EXISTS"],
  ["data/a", "data/mine", "PATH_EXISTS"],
  ["data/a", "data/z/a", "PATH_OCCUPIED"],
  ["data/sub", "data/sub/deeper", "PATH_OCCUPIED"],
  ["data/nothing", "data/b", "PATH_NOT_FOUND"],
  ["data/a", "a", "PART_LEAVES_DIRECTORY"],
  ["data/a", "data/x.dvc", "TARGET_INVALID"],
  ["data/a", "data/link/a", "PATH_BEHIND_LINK"],
])("move() of %s to %s changes nothing", async (from, to, code) => {
  const fixture = await tracked({ here: true });
  fixture.replace("repo/data/mine", "mine");
  symlinkSync("sub", join(fixture.dir, "repo/data/link"));
  const before = [fixture.read("repo/data.dvc"), here(fixture)];
  await expect(moveIn(fixture, from, to)).rejects.toMatchObject({ code });
  expect([fixture.read("repo/data.dvc"), here(fixture)]).toEqual(before);
});

test("remove() and move() in a directory need its listing", async () => {
  const fixture = await tracked({ here: false });
  fixture.remove("store");
  await expect(removeIn(fixture, ["data/a"])).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
  await expect(moveIn(fixture, "data/a", "data/b")).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
});
