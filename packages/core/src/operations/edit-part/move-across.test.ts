import { expect, test } from "vitest";
import { parseManifest } from "../../formats/manifest/parse-manifest.ts";
import { parseDvcFile } from "../../formats/stage/parse-dvc-file.ts";
import { add } from "../add/add.ts";
import { move } from "../move/move.ts";
import { push } from "../push/push.ts";
import { status } from "../status/status.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";

const FILES = { "data/a": "A", "data/sub/b": "BB", "data/sub/c": "CCC", "other/a": "old", "other/x/y": "Y" };

/** Two tracked directories, whose data are in the remote only unless they are `here`. */
async function tracked({ here }: { readonly here: boolean }): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  for (const [name, content] of Object.entries(FILES)) fixture.replace(`repo/${name}`, content);
  await add(await fixture.open(), { targets: ["data", "other"] }, fixture.run);
  fixture.replace("repo/.dvc/config", `[core]\n    remote = store\n['remote "store"']\n    url = ../../store\n`);
  await push(await fixture.open(), {}, fixture.run);
  if (!here) for (const folder of ["data", "other", ".dvc/cache", ".dvc/tmp"]) fixture.remove(`repo/${folder}`);
  return fixture;
}

async function moveFiles(fixture: RegistryFixture, from: string, to: string) {
  return move(await fixture.open(), { from, to }, fixture.run);
}

function records(fixture: RegistryFixture): readonly (string | undefined)[] {
  return ["data", "other"].map((name) => fixture.read(`repo/${name}.dvc`));
}

function recorded(fixture: RegistryFixture, name: string): readonly string[] {
  const oid = parseDvcFile(fixture.read(`repo/${name}.dvc`) ?? "", name).file.outs[0]?.checksum?.value ?? "";
  const text = fixture.read(`repo/.dvc/cache/files/md5/${oid.slice(0, 2)}/${oid.slice(2)}`) ?? "";
  return parseManifest(Buffer.from(text), oid).map(({ relpath }) => relpath);
}

test("move() to another tracked directory changes both, as if both had been added anew", async () => {
  const fixture = await tracked({ here: true });
  const moved = await moveFiles(fixture, "data/sub", "other");
  expect(moved).toMatchObject({ from: "data/sub", to: "other/sub", dvcFile: "other.dvc" });
  expect([fixture.list("repo/data"), fixture.list("repo/other")]).toEqual([["a"], ["a", "sub/b", "sub/c", "x/y"]]);
  expect((await status(await fixture.open(), {}, fixture.run)).changes).toEqual({});
  const after = records(fixture);
  await add(await fixture.open(), { targets: ["data", "other"] }, fixture.run);
  expect(records(fixture)).toEqual(after);
});

test("move() to another tracked directory needs no data, and leaves out sizes that it does not know", async () => {
  const fixture = await tracked({ here: false });
  await moveFiles(fixture, "data/a", "other/x/");
  expect([recorded(fixture, "data"), recorded(fixture, "other")]).toEqual([
    ["sub/b", "sub/c"],
    ["a", "x/a", "x/y"],
  ]);
  expect(records(fixture).join("")).not.toContain("size:");
  expect(fixture.list("repo/.dvc/cache/files").filter((name) => !name.endsWith(".dir"))).toEqual([]);
});

test("move() to another tracked directory finishes what a run that was ended early began", async () => {
  const fixture = await tracked({ here: true });
  const [before = ""] = records(fixture);
  await moveFiles(fixture, "data/sub/b", "other/b");
  const after = records(fixture);
  fixture.replace("repo/data.dvc", before);
  await moveFiles(fixture, "data/sub/b", "other/b");
  expect(records(fixture)).toEqual(after);
  fixture.replace("repo/data.dvc", before);
  fixture.replace("repo/data/sub/b", "BB");
  fixture.remove("repo/other/b");
  await moveFiles(fixture, "data/sub/b", "other/b");
  expect(records(fixture)).toEqual(after);
  expect(fixture.list("repo/other")).toContain("b");
});

test.each([
  ["data/a", "other", "PATH_EXISTS"],
  ["data/a", "other/mine", "PATH_EXISTS"],
  ["data/a", "other/a/b", "PATH_OCCUPIED"],
  ["data/nothing", "other/b", "PATH_NOT_FOUND"],
  ["data/a", "nowhere/b", "PART_LEAVES_DIRECTORY"],
])("move() of %s to %s changes nothing", async (from, to, code) => {
  const fixture = await tracked({ here: true });
  fixture.replace("repo/other/mine", "mine");
  const before = [records(fixture), fixture.list("repo/data"), fixture.list("repo/other")];
  await expect(moveFiles(fixture, from, to)).rejects.toMatchObject({ code });
  expect([records(fixture), fixture.list("repo/data"), fixture.list("repo/other")]).toEqual(before);
});

test("move() to a directory with another remote needs the data here", async () => {
  const fixture = await tracked({ here: false });
  fixture.replace("repo/other.dvc", `${fixture.read("repo/other.dvc")}  remote: store\n`);
  await expect(moveFiles(fixture, "data/a", "other/b")).rejects.toMatchObject({ code: "OBJECTS_MISSING" });
});
