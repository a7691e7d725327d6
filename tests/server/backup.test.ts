import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientFolder } from "./git-client.ts";
import { keyOf, oidOf, publishDataset, upload } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";
import { expectSame, lode, serve, succeeds } from "./restored-registry.ts";

/** Ids of the objects in a folder in DVC's layout. */
function objectsIn(dir: string): readonly string[] {
  const files = readdirSync(join(dir, "objects/files/md5"), { recursive: true, withFileTypes: true });
  return files.filter((entry) => entry.isFile()).map(({ parentPath, name }) => parentPath.slice(-2) + name);
}

test("a registry is backed up while it is written to, again with what is new, and restored as it was", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "two" }, tag: "v1" });
  const ending = new AbortController();
  const writing = write(fixture, ending.signal);
  const data = ["--data", fixture.server.dataDir];
  const first = await succeeds(serve(client, ["backup", "backup", ...data, "--json"]));
  ending.abort();
  const written = await writing;
  expect(first).toMatchObject({ repositories: 3, lost: [] });
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "changed" }, tag: "v2" });
  const second = await succeeds(serve(client, ["backup", "backup", ...data, "--json"]));
  expect(second).toMatchObject({ repositories: 3, lost: [], objects: objectsIn(fixture.server.dataDir).length });
  expect(new Set(objectsIn(join(client.path, "backup")))).toEqual(new Set(objectsIn(fixture.server.dataDir)));
  expect(written).toBeGreaterThan(2);
  expect(statSync(join(client.path, "backup")).mode & 0o777).toBe(0o700);
  expect(readdirSync(join(client.path, "backup")).filter((name) => /^(registry|references)-/.test(name)).length).toBe(
    2,
  );
  const third = await succeeds(serve(client, ["backup", "backup", ...data, "--json"]));
  expect(third).toMatchObject({ copiedObjects: 0 });
  const target = join(client.path, "restored");
  await succeeds(serve(client, ["restore", "backup", "--data", target, "--verify", "--json"]));
  expect((await serve(client, ["--data", target, "--check"])).exitCode).toBe(0);
  const secretKey = (dir: string) => {
    const path = join(dir, "secret_key");
    return [readFileSync(path, "utf8"), statSync(path).mode & 0o777];
  };
  const key = secretKey(fixture.server.dataDir);
  expect(key[1]).toBe(0o600);
  expect([secretKey(join(client.path, "backup")), secretKey(target)]).toEqual([key, key]);
  await expectSame(fixture, { dataDir: target }, client);
});

/** Stores objects and manifests until it is told to end; gives how many. */
async function write(fixture: RegistryFixture, ending: AbortSignal): Promise<number> {
  let count = 0;
  for (; !ending.aborted; count += 1) {
    const content = `written ${count}`;
    await upload(fixture, "open", { oid: oidOf(content), body: content });
    const manifest = `[{"md5": "${oidOf(content)}", "relpath": "a"}]`;
    await upload(fixture, "open", { oid: `${oidOf(manifest)}.dir`, body: manifest });
  }
  return count;
}

test("a backup and a restore that were killed go on, and until then nobody takes them for whole", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "two" }, tag: "v1" });
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "changed" }, tag: "v2" });
  const killedAfter = async (ms: number, ...args: readonly string[]): Promise<void> => {
    const child = spawn(process.execPath, [lode, "serve", ...args], { cwd: client.path, stdio: "ignore" });
    const exit = once(child, "exit");
    await new Promise((resolve) => setTimeout(resolve, ms));
    child.kill("SIGKILL");
    await exit;
  };
  const data = ["--data", fixture.server.dataDir];
  for (const ms of [150, 200, 250, 300, 350]) await killedAfter(ms, "backup", "backup", ...data);
  await succeeds(serve(client, ["backup", "backup", ...data, "--json"]));
  const target = join(client.path, "restored");
  for (const ms of [150, 200, 250, 300, 350]) {
    await killedAfter(ms, "restore", "backup", "--data", target);
    if (!existsSync(join(target, "restore.unfinished"))) continue;
    const refused = await serve(client, ["--data", target, "--port", "0"]);
    expect([refused.exitCode, refused.stderr]).toEqual([255, expect.stringContaining("was not restored to its end")]);
  }
  if (existsSync(join(target, "registry.sqlite")) && !existsSync(join(target, "restore.unfinished"))) {
    rmSync(target, { recursive: true });
  }
  await succeeds(serve(client, ["restore", "backup", "--data", target, "--json"]));
  await expectSame(fixture, { dataDir: target }, client);
});

test("a backup tells what is lost, and what is damaged is neither backed up nor restored", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "open", files: { a: "one", b: "two" }, tag: "v1" });
  const stored = join(fixture.server.dataDir, "objects", keyOf(oidOf("one")));
  chmodSync(stored, 0o644);
  appendFileSync(stored, "damaged");
  const data = ["--data", fixture.server.dataDir];
  const ran = await serve(client, ["backup", "backup", ...data, "--json"]);
  expect([ran.exitCode, JSON.parse(ran.stdout)]).toMatchObject([1, { lost: [oidOf("one")] }]);
  const text = await serve(client, ["backup", "backup", ...data]);
  expect([text.exitCode, text.stdout]).toEqual([1, expect.stringContaining("1 objects are lost")]);
  // In the backup, another one.
  const kept = join(client.path, "backup/objects", keyOf(oidOf("two")));
  chmodSync(kept, 0o644);
  appendFileSync(kept, "damaged");
  const restored = await serve(client, ["restore", "backup", "--data", "restored", "--json"]);
  expect(restored.exitCode).toBe(1);
  expect(new Set(JSON.parse(restored.stdout).lost)).toEqual(new Set([oidOf("one"), oidOf("two")]));
});

test("neither a backup nor a restore touches a folder that has something else", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await client.git(".", "init", "--quiet", "other");
  const data = ["--data", fixture.server.dataDir];
  const refusals = [
    ["backup", "other", ...data],
    ["backup", "backup", "--data", "nowhere"],
    ["restore", "other", "--data", "new"],
  ];
  for (const args of refusals) expect([args, (await serve(client, args)).exitCode]).toEqual([args, 255]);
  await succeeds(serve(client, ["backup", "backup", ...data, "--json"]));
  const taken = await serve(client, ["restore", "backup", "--data", "other"]);
  expect([taken.exitCode, taken.stderr]).toEqual([255, expect.stringContaining('other" has something in it')]);
  expect(readdirSync(join(client.path, "other"))).toEqual([".git"]);
  expect(readFileSync(join(client.path, "backup/backup.json"), "utf8")).toContain('"format": 1');
});
