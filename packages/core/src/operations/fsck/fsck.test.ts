import { chmodSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { fetch } from "../fetch/fetch.ts";
import { importPath } from "../import/import-path.ts";
import { push } from "../push/push.ts";
import { status } from "../status/status.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { update } from "../update/update.ts";
import { type FsckOptions, fsck } from "./fsck.ts";

const CACHE = "repo/.dvc/cache/files/md5";
const ASIDE = "repo/.dvc/tmp/lode/corrupt";
const PARTIAL = "repo/.dvc/tmp/lode/partial-imports/files/md5";
const STORE = "store/files/md5";
/** Of the content `A`. */
const OID_A = "7fc56270e7a70fa81a5935b72eacbe29";
const REMOTE = "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n";

/** A project with a directory of two files, pushed. */
async function pushed(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dir/a", "A");
  fixture.replace("repo/dir/b", "B");
  fixture.replace("repo/.dvc/config", REMOTE);
  await add(await fixture.open(), { targets: ["dir"] }, {});
  await push(await fixture.open(), {}, {});
  return fixture;
}

async function look(fixture: RegistryFixture, options: FsckOptions = {}) {
  return fsck(await fixture.open(), options, fixture.run);
}

function pathOf(store: string, oid: string): string {
  return `${store}/${oid.slice(0, 2)}/${oid.slice(2)}`;
}

/** Changes the bytes of an object and leaves it as trustworthy as it looked. */
function damage(fixture: RegistryFixture, store: string, oid: string): void {
  fixture.replace(pathOf(store, oid), "damaged");
  chmodSync(join(fixture.dir, pathOf(store, oid)), 0o444);
}

test("fsck() finds nothing where everything is sound", async () => {
  const fixture = await pushed();
  const { places, ...rest } = await look(fixture, { remote: { name: undefined } });
  expect(rest).toEqual({ changed: [], absent: [], aside: [], isSound: true });
  expect(places.map(({ name, checked }) => [name, checked])).toEqual([
    ["workspace", 2],
    ["cache", 3],
    ["legacy cache", 0],
    ["store", 3],
  ]);
});

test("fsck() reads objects whatever their mode says, names who needs them, and changes nothing", async () => {
  const fixture = await pushed();
  damage(fixture, CACHE, OID_A);
  const { places, isSound } = await look(fixture);
  expect(isSound).toBe(false);
  expect(places.flatMap(({ problems }) => problems)).toMatchObject([
    { kind: "damaged", oid: OID_A, paths: ["dir/a"], isSolved: false },
  ]);
  expect(fixture.read(pathOf(CACHE, OID_A))).toBe("damaged");
});

test("fsck() leaves a damaged object alone that has the name of something kept aside, and does not call that saved", async () => {
  const fixture = await pushed();
  damage(fixture, CACHE, OID_A);
  chmodSync(join(fixture.dir, pathOf(CACHE, OID_A)), 0o644);
  fixture.replace(`${ASIDE}/a`, "A");
  const { aside } = await look(fixture);
  expect(aside).toMatchObject([{ oid: OID_A, isSaved: false, isRemoved: false }]);
  expect(fixture.read(pathOf(CACHE, OID_A))).toBe("damaged");
});

test("fsck() with repair takes a copy from the work tree, and keeps the damaged bytes aside", async () => {
  const fixture = await pushed();
  damage(fixture, CACHE, OID_A);
  const { places, isSound } = await look(fixture, { repair: true });
  const [problem] = places.flatMap(({ problems }) => problems);
  expect([isSound, problem?.repairedFrom]).toEqual([true, "the workspace"]);
  expect(fixture.read(pathOf(CACHE, OID_A))).toBe("A");
  expect(fixture.read(`${ASIDE}/${OID_A}.1`)).toBe("damaged");
});

test("fsck() with repair takes copies from the remote, listings included", async () => {
  const fixture = await pushed();
  const before = fixture.list(CACHE);
  for (const name of before) if (name.endsWith(".dir")) fixture.remove(`${CACHE}/${name}`);
  damage(fixture, CACHE, OID_A);
  fixture.replace("repo/dir/a", "edited");
  const { places, isSound, changed } = await look(fixture, { repair: true });
  expect([isSound, changed]).toEqual([true, ["dir"]]);
  const sources = places.flatMap(({ problems }) => problems).map(({ repairedFrom }) => repairedFrom);
  expect(sources).toEqual(["the remote 'store'", "the remote 'store'"]);
  expect(fixture.list(CACHE)).toEqual(before);
  expect(fixture.read("repo/dir/a")).toBe("edited");
});

test("fsck() with repair takes data of an import from its source", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ data: "A" }, ["data"]);
  await importPath(await fixture.open(), { url: "../src", path: "data" }, fixture.run);
  damage(fixture, CACHE, OID_A);
  fixture.replace("repo/data", "edited");
  const { isSound, places } = await look(fixture, { repair: true });
  expect(places.flatMap(({ problems }) => problems)).toMatchObject([{ repairedFrom: "the source of the import" }]);
  expect([isSound, fixture.read(pathOf(CACHE, OID_A))]).toEqual([true, "A"]);
});

test("fsck() with repair removes what partial imports have left and the cache has, and nothing that one uses", async () => {
  const fixture = await registryFixture(process.env.PATH);
  await fixture.release({ "dir/a": "A", "dir/b": "B", data: "D" }, ["dir", "data"]);
  for (const path of ["dir", "data"]) {
    await importPath(await fixture.open(), { url: "../src", path, extent: "lock" }, fixture.run);
  }
  await fetch(await fixture.open(), {}, fixture.run);
  const fetched = fixture.list(PARTIAL);
  expect([fetched.length, (await look(fixture, { repair: true })).aside]).toEqual([4, []]);
  await update(await fixture.open(), { targets: ["dir.dvc"], rev: "HEAD" }, fixture.run);
  expect(await look(fixture)).toMatchObject({ aside: Array(3).fill({ isSaved: true, isRemoved: false }) });
  expect(fixture.list(PARTIAL)).toEqual(fetched);
  expect((await look(fixture, { repair: true })).aside.map(({ isRemoved }) => isRemoved)).toEqual([true, true, true]);
  expect(fixture.list(PARTIAL)).toHaveLength(1);
});

test("fsck() with repair says what it could not repair", async () => {
  const fixture = await pushed();
  damage(fixture, CACHE, OID_A);
  damage(fixture, STORE, OID_A);
  fixture.replace("repo/dir/a", "edited");
  const { isSound, places } = await look(fixture, { repair: true });
  expect(isSound).toBe(false);
  expect(places.flatMap(({ problems }) => problems)).toMatchObject([{ oid: OID_A, isSolved: false }]);
  expect(fixture.read(`${ASIDE}/${OID_A}.1`)).toBe("damaged");
});

test("fsck() with repair mends a remote from the cache: damaged and missing objects", async () => {
  const fixture = await pushed();
  const before = fixture.list(STORE);
  damage(fixture, STORE, OID_A);
  for (const name of before) if (name.endsWith(".dir")) fixture.remove(`${STORE}/${name}`);
  const remote = { name: undefined };
  expect((await look(fixture, { remote })).isSound).toBe(false);
  expect((await look(fixture, { remote, repair: true })).isSound).toBe(true);
  expect(fixture.list(STORE)).toEqual(before);
  expect(fixture.read(pathOf(STORE, OID_A))).toBe("A");
});

test("fsck() finds a file whose content changed behind its size and times, and status sees it then", async () => {
  const fixture = await pushed();
  await status(await fixture.open(), {}, {});
  const path = join(fixture.dir, "repo/dir/a");
  const { atimeMs, mtimeMs } = statSync(path);
  writeFileSync(path, "X");
  utimesSync(path, atimeMs / 1000, mtimeMs / 1000);
  const { places, changed } = await look(fixture);
  expect(changed).toEqual(["dir"]);
  expect(places[0]?.problems.length).toBeLessThanOrEqual(1);
  const { changes } = await status(await fixture.open(), {}, {});
  expect(changes).toEqual({ "dir.dvc": [{ "changed outs": { dir: "modified" } }] });
});

test("fsck() does not miss what nobody has brought here", async () => {
  const fixture = await pushed();
  fixture.remove("repo/dir");
  fixture.remove("repo/.dvc/cache");
  expect(await look(fixture, { repair: true })).toMatchObject({ absent: ["dir"], isSound: true });
  expect(fixture.list(CACHE)).toEqual([]);
});

test("fsck() takes a link to nowhere for a loss, not for data that was never fetched", async () => {
  const fixture = await pushed();
  fixture.replace("repo/file", "file");
  await add(await fixture.open(), { targets: ["file"] }, {});
  fixture.remove("repo/file");
  symlinkSync("nowhere", join(fixture.dir, "repo/file"));
  for (const name of fixture.list(CACHE)) if (name.startsWith("8c/7dd9")) fixture.remove(`${CACHE}/${name}`);
  const { places, absent } = await look(fixture);
  expect(absent).toEqual([]);
  expect(places.flatMap(({ problems }) => problems)).toMatchObject([{ kind: "missing", paths: ["file"] }]);
});
