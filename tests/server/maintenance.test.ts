import { createHash } from "node:crypto";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const PUSHES = 24;
const names = ["one", "two", "three"] as const;

/** Pushes commits one by one to a branch of its own, and a tag with each; gives the last. */
async function pushMany(fixture: RegistryFixture, client: ClientFolder, name: string): Promise<string> {
  await client.git(".", "init", "--quiet", "-b", name, name);
  const target = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  for (let i = 0; i < PUSHES; i += 1) {
    writeFileSync(join(client.path, name, `${i}.txt`), createHash("md5").update(`${name} ${i}`).digest("hex"));
    await client.git(name, "add", ".");
    await client.git(name, "commit", "--quiet", "-m", `${name} ${i}`);
    await client.git(name, "tag", `${name}-${i}`);
    await client.git(name, "push", "--quiet", target, name, `${name}-${i}`);
  }
  return await client.git(name, "rev-parse", "HEAD");
}

function packsIn(dataDir: string): number {
  const files = readdirSync(join(dataDir, "git"), { recursive: true, encoding: "utf8" });
  return files.filter((path) => path.endsWith(".pack")).length;
}

test("what many pushes leave is joined while others push and clone, and nothing is lost", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const { dataDir } = fixture.server;
  const url = gitUrl(fixture.server.url, "acme/open");
  const pushing = new AbortController();
  const cloneAgain = async (): Promise<number> => {
    let clones = 0;
    for (; !pushing.signal.aborted; clones += 1)
      await client.git(".", "clone", "--quiet", "--bare", url, `during-${clones}`);
    return clones;
  };
  const cloning = cloneAgain();
  const heads = await Promise.all(names.map((name) => pushMany(fixture, client, name)));
  pushing.abort();
  expect(await cloning).toBeGreaterThan(2);
  await expect.poll(() => packsIn(dataDir), { timeout: 20_000 }).toBeLessThan(32);
  const refs = await client.git(".", "ls-remote", url, "refs/heads/*", "refs/tags/*");
  for (const [i, name] of names.entries()) expect(refs).toContain(`${heads[i]}\trefs/heads/${name}`);
  expect(refs.match(/refs\/tags\//g)).toHaveLength(names.length * PUSHES);
  await client.git(".", "clone", "--quiet", "--mirror", url, "after");
  await client.git("after", "fsck", "--strict");
  for (const [i, name] of names.entries()) {
    expect(await client.git("after", "rev-list", "--count", name)).toBe(`${PUSHES}`);
    expect(await client.git(name, "rev-parse", "HEAD")).toBe(heads[i]);
  }
  const jobs = await fetch(`${fixture.server.url}/metrics`);
  expect(await jobs.text()).toContain('lode_jobs{kind="maintain",state="failing"} 0');
  expect(fixture.server.log()).not.toContain("job failed");
});
