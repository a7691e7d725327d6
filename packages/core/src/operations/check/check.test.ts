import { expect, test } from "vitest";
import { startWebServer } from "../../remotes/testing/web-server.ts";
import { add } from "../add/add.ts";
import { push } from "../push/push.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type CheckOptions, check } from "./check.ts";

const OID_A = "7fc56270e7a70fa81a5935b72eacbe29";

async function committed(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dir/a", "A");
  fixture.replace("repo/dir/b", "B");
  fixture.replace("repo/.dvc/config", "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n");
  await add(await fixture.open(), { targets: ["dir"] }, {});
  await fixture.commit("repo", "data");
  return fixture;
}

async function look(fixture: RegistryFixture, options: CheckOptions = { where: "remote" }) {
  return check(await fixture.open(), options, fixture.run);
}

test("check() names each object that the remote lacks, with the paths that need it", async () => {
  const fixture = await committed();
  expect((await look(fixture)).missing).toHaveLength(3);
  await push(await fixture.open(), {}, {});
  expect(await look(fixture)).toEqual({ checked: 3, missing: [] });
  fixture.remove(`store/files/md5/${OID_A.slice(0, 2)}/${OID_A.slice(2)}`);
  expect((await look(fixture)).missing).toEqual([{ oid: OID_A, paths: ["dir/a"], place: "store" }]);
});

test("check() looks at the commit, not at what the work tree has become", async () => {
  const fixture = await committed();
  await push(await fixture.open(), {}, {});
  fixture.replace("repo/new", "new");
  await add(await fixture.open(), { targets: ["new"] }, {});
  expect((await look(fixture)).missing).toEqual([]);
  await fixture.commit("repo", "new");
  expect((await look(fixture)).missing).toMatchObject([{ paths: ["new"] }]);
});

test("check() of the cache finds a lost listing", async () => {
  const fixture = await committed();
  for (const name of fixture.list("repo/.dvc/cache"))
    if (name.endsWith(".dir")) fixture.remove(`repo/.dvc/cache/${name}`);
  const { missing } = await look(fixture, { where: "cache" });
  expect(missing).toMatchObject([{ paths: ["dir"], place: "cache" }]);
});

test("check() refuses a remote that is not there", async () => {
  const fixture = await committed();
  await expect(look(fixture, { where: "remote", remote: "nothing" })).rejects.toMatchObject({ code: "REMOTE_MISSING" });
});

test("check() makes push look again, where it remembered that a directory was whole", async () => {
  await using server = await startWebServer();
  const fixture = await committed();
  fixture.replace("repo/.dvc/config", `[core]\n    remote = web\n['remote "web"']\n    url = ${server.url}\n`);
  await push(await fixture.open(), {}, {});
  expect(await push(await fixture.open(), {}, {})).toMatchObject({ pushed: 0 });
  server.files.delete(`/files/md5/${OID_A.slice(0, 2)}/${OID_A.slice(2)}`);
  expect(await push(await fixture.open(), {}, {})).toMatchObject({ pushed: 0 });
  expect((await look(fixture)).missing).toMatchObject([{ paths: ["dir/a"] }]);
  expect(await push(await fixture.open(), {}, {})).toMatchObject({ pushed: 1 });
});

test("check() asks for an object if one of the outputs that share it is pushed", async () => {
  const fixture = await committed();
  await push(await fixture.open(), {}, {});
  const entry = (name: string, rest: string) =>
    `outs:\n- md5: ${OID_A}\n  size: 1\n  hash: md5\n  path: ${name}\n${rest}`;
  fixture.remove("repo/dir.dvc");
  fixture.replace("repo/a.dvc", entry("a", "  push: false\n"));
  fixture.replace("repo/b.dvc", entry("b", ""));
  await fixture.commit("repo", "shared");
  fixture.remove("store");
  expect((await look(fixture)).missing).toEqual([{ oid: OID_A, paths: ["b"], place: "store" }]);
});
