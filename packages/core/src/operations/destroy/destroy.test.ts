import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { type DestroyLoss, destroy } from "./destroy.ts";

async function tracked(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/.dvc/config.local", "[cache]\n    type = symlink\n");
  fixture.replace("repo/dir/a", "a");
  await add(await fixture.open(), { targets: ["dir"] }, fixture.run);
  return fixture;
}

test("destroy() leaves the data and removes all that is DVC's", async () => {
  const fixture = await tracked();
  fixture.replace("repo/dvc.yaml", "stages:\n  s:\n    cmd: echo\n");
  fixture.replace("repo/dvc.lock", "schema: '2.0'\n");
  const { removed } = await destroy(await fixture.open(), { force: true }, fixture.run);
  expect(removed.toSorted()).toEqual(["dir.dvc", "dvc.lock", "dvc.yaml"]);
  expect(fixture.list("repo").filter((name) => !name.startsWith(".git/"))).toEqual([".gitignore", "dir/a"]);
  expect(fixture.read("repo/dir/a")).toBe("a");
});

test("destroy() asks, saying what is lost, and without a yes changes nothing", async () => {
  const fixture = await tracked();
  fixture.replace("repo/.dvc/tmp/lode/replaced/1/mine", "mine");
  const before = fixture.list("repo");
  const asked: DestroyLoss[] = [];
  const confirm = async (loss: DestroyLoss) => asked.push(loss) === 0;
  await expect(destroy(await fixture.open(), { confirm }, fixture.run)).rejects.toMatchObject({
    code: "DESTROY_REFUSED",
  });
  const dvc = `${fixture.dir}/repo/.dvc`;
  expect(asked).toEqual([{ cacheDir: `${dvc}/cache`, asideDir: `${dvc}/tmp/lode/replaced` }]);
  expect(fixture.list("repo")).toEqual(before);
});

test("destroy() changes nothing while a file is a link to an object that is lost", async () => {
  const fixture = await tracked();
  fixture.remove("repo/.dvc/cache");
  const attempt = destroy(await fixture.open(), { force: true }, fixture.run);
  await expect(attempt).rejects.toMatchObject({ code: "OBJECT_MISSING" });
  expect(fixture.read("repo/dir.dvc")).toBeDefined();
});
