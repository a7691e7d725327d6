import { utimesSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { withProjectLock } from "../../project/project-lock.ts";
import { add } from "../add/add.ts";
import { push } from "../push/push.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type GcOptions, gc } from "./gc.ts";

const CACHE = "repo/.dvc/cache/files/md5";

/** A project with a tracked directory of two files, and one object that nothing needs. */
async function collectable(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dir/a", "A");
  fixture.replace("repo/dir/b", "B");
  await add(await fixture.open(), { targets: ["dir"] }, {});
  fixture.replace(`${CACHE}/00/000000000000000000000000000000`, "trash");
  return fixture;
}

async function collect(fixture: RegistryFixture, options: GcOptions = {}) {
  return gc(await fixture.open(), options, fixture.run);
}

test("gc() removes what nothing needs, and a dry run names exactly that", async () => {
  const fixture = await collectable();
  const before = fixture.list(CACHE);
  const planned = await collect(fixture, { dry: true });
  expect(fixture.list(CACHE)).toEqual(before);
  const done = await collect(fixture);
  expect(done.places).toEqual(planned.places);
  expect(done.places[0]).toMatchObject({ name: "repo", count: 1 });
  expect(before.filter((name) => !fixture.list(CACHE).includes(name))).toEqual(["00/000000000000000000000000000000"]);
});

test("gc() lists manifests before their members", async () => {
  const fixture = await collectable();
  fixture.remove("repo/dir.dvc");
  const { places } = await collect(fixture, { dry: true });
  const isManifest = places[0]?.paths.map((path) => path.endsWith(".dir"));
  expect(isManifest).toEqual([true, false, false, false]);
});

test("gc() refuses when the listing of a directory is nowhere, and nothing is removed", async () => {
  const fixture = await collectable();
  for (const name of fixture.list(CACHE)) if (name.endsWith(".dir")) fixture.remove(`${CACHE}/${name}`);
  const before = fixture.list(CACHE);
  await expect(collect(fixture)).rejects.toMatchObject({ code: "MANIFEST_MISSING" });
  expect(fixture.list(CACHE)).toEqual(before);
  await collect(fixture, { force: true });
  expect(fixture.list(CACHE)).toEqual([]);
  expect(fixture.messages.join()).toContain("'dir'");
});

test("gc() keeps what another listed project needs, and takes its lock", async () => {
  const fixture = await collectable();
  fixture.replace("src/own", "own");
  fixture.replace("src/.dvc/config", `[cache]\n    dir = ../../repo/.dvc/cache\n`);
  await add(await fixture.open("src"), { targets: ["own"] }, {});
  const before = fixture.list(CACHE).length;
  await collect(fixture, { projects: ["../src"] });
  expect(fixture.list(CACHE)).toHaveLength(before - 1);
  await withProjectLock(await fixture.open("src"), () =>
    expect(collect(fixture, { projects: ["../src"] })).rejects.toMatchObject({ code: "LOCK_HELD" }),
  );
  await collect(fixture);
  expect(fixture.list(CACHE)).toHaveLength(before - 2);
}, 20_000);

test("gc() of projects that name one another, at the same time, ends for both", async () => {
  const fixture = await collectable();
  const waiting = async (dir: string, other: string) => {
    const project = await fixture.open(dir);
    return gc({ ...project, context: { ...project.context, waitForLock: true } }, { projects: [other] }, fixture.run);
  };
  const runs = await Promise.all([waiting("repo", "../src"), waiting("src", "../repo"), waiting("repo", "../src")]);
  expect(runs.map(({ places }) => places[0]?.count).sort()).toEqual([0, 0, 1]);
}, 20_000);

test("gc() leaves temporaries of other processes alone until they are a day old", async () => {
  const fixture = await collectable();
  const name = `${CACHE}/00/.0123456789012345678901.tmp`;
  fixture.replace(name, "half");
  await collect(fixture);
  expect(fixture.read(name)).toBe("half");
  const old = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(join(fixture.dir, name), old, old);
  await collect(fixture);
  expect(fixture.read(name)).toBeUndefined();
});

test("gc() with cloud removes from the remote what nothing needs, and keeps what an output in scope needs", async () => {
  const fixture = await collectable();
  fixture.replace("repo/.dvc/config", "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n");
  await push(await fixture.open(), {}, {});
  const pushed = fixture.list("store");
  fixture.replace("store/files/md5/00/000000000000000000000000000000", "trash");
  await collect(fixture, { cloud: true });
  expect(fixture.list("store")).toEqual(pushed);
});

test("gc() removes nothing if a remote cannot be listed", async () => {
  const fixture = await collectable();
  fixture.replace("repo/.dvc/config", "[core]\n    remote = h\n['remote \"h\"']\n    url = http://127.0.0.1:9/x\n");
  const before = fixture.list(CACHE);
  await expect(collect(fixture, { cloud: true })).rejects.toThrow();
  expect(fixture.list(CACHE)).toEqual(before);
});
