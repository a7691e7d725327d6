import { chmodSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { add } from "../add/add.ts";
import { type RegistryFixture, registryFixture } from "../testing/registry-fixture.ts";
import { push } from "./push.ts";

const OBJECT = "files/md5/7f/c56270e7a70fa81a5935b72eacbe29";

async function damagedRemote(): Promise<RegistryFixture> {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("repo/dir/a", "A");
  fixture.replace("repo/.dvc/config", "[core]\n    remote = store\n['remote \"store\"']\n    url = ../../store\n");
  await add(await fixture.open(), { targets: ["dir"] }, {});
  await push(await fixture.open(), {}, {});
  overwrite(fixture, `store/${OBJECT}`);
  return fixture;
}

function overwrite(fixture: RegistryFixture, path: string): void {
  fixture.replace(path, "damaged");
  chmodSync(join(fixture.dir, path), 0o444);
}

test("push() with force replaces what is damaged in the remote, and only that", async () => {
  const fixture = await damagedRemote();
  expect(await push(await fixture.open(), {}, {})).toMatchObject({ pushed: 0 });
  expect(await push(await fixture.open(), { force: true }, {})).toMatchObject({ pushed: 1 });
  expect(fixture.read(`store/${OBJECT}`)).toBe("A");
  expect(await push(await fixture.open(), { force: true }, {})).toMatchObject({ pushed: 0 });
});

test("push() with force removes nothing from the remote if the cache's own copy is damaged", async () => {
  const fixture = await damagedRemote();
  overwrite(fixture, `repo/.dvc/cache/${OBJECT}`);
  await expect(push(await fixture.open(), { force: true }, {})).rejects.toMatchObject({ code: "TRANSFER_FAILED" });
  expect(fixture.read(`store/${OBJECT}`)).toBe("damaged");
});
