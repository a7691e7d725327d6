import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { apiClient } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { oidOf, upload } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

/** A repository with a project whose remote is the server's; nothing is committed. */
async function project(fixture: RegistryFixture, client: ClientFolder): Promise<void> {
  mkdirSync(join(client.path, "work/.dvc"), { recursive: true });
  const url = `${fixture.server.url}/acme/open/dvc`;
  writeFileSync(join(client.path, "work/.dvc/config"), `[core]\n    remote = s\n['remote "s"']\n    url = ${url}\n`);
  await client.git("work", "init", "--quiet", "-b", "main");
}

/** Commits a `.dvc` file that records a file with this content. */
async function commitData(client: ClientFolder, content: string, more = ""): Promise<string> {
  const text = `outs:\n- md5: ${oidOf(content)}\n  size: ${content.length}\n  hash: md5\n  path: data.txt\n${more}`;
  writeFileSync(join(client.path, "work/data.txt.dvc"), text);
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "-m", content);
  return await client.git("work", "rev-parse", "HEAD");
}

function push(fixture: RegistryFixture, client: ClientFolder, ...refs: readonly string[]) {
  return client.run("work", "git", "push", gitUrl(fixture.server.url, "acme/open", fixture.token("writer")), ...refs);
}

test("a push whose objects are not stored is refused before anything moves, and goes through once they are", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  const first = await commitData(client, "one");
  const second = await commitData(client, "two");
  await upload(fixture, "open", { oid: oidOf("two"), body: "two" });
  const refused = await push(fixture, client, "main", "main:refs/tags/v1");
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain("1 object(s) that the pushed commits need are not stored here:");
  expect(refused.stderr).toContain(`${first.slice(0, 10)}  data.txt  (${oidOf("one")})`);
  expect(refused.stderr).toContain("lode push --all-commits");
  const refs = () => client.git("work", "ls-remote", gitUrl(fixture.server.url, "acme/open"));
  expect(await refs()).toBe("");

  await upload(fixture, "open", { oid: oidOf("one"), body: "one" });
  expect((await push(fixture, client, "main", "main:refs/tags/v1")).exitCode).toBe(0);
  expect(await refs()).toBe(`${second}\tHEAD\n${second}\trefs/heads/main\n${second}\trefs/tags/v1`);
  // What is pushed again brings no new commit, and removing a branch needs nothing.
  expect((await push(fixture, client, "main:other")).exitCode).toBe(0);
  expect((await push(fixture, client, ":other")).exitCode).toBe(0);

  const audit = await fixture.admin("GET", "/audit?limit=1000");
  const text = JSON.stringify(audit.body);
  expect(text).toMatch(/"action":"push to","target":"acme\/open: refs\/heads\/main","outcome":"refused"/);
  expect(text).toMatch(/"action":"push to","target":"acme\/open: refs\/tags\/v1","outcome":"done"/);
});

test("an object that another repository holds does not count", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  await commitData(client, "one");
  await upload(fixture, "closed", { oid: oidOf("one"), body: "one" });
  expect((await push(fixture, client, "main")).stderr).toContain("lode push (or dvc push");
});

test("the policy of the repository decides", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  await commitData(client, "one");
  const maintainer = apiClient(fixture.server, fixture.token("maintainer"));
  const set = (push_policy: string) => maintainer("PATCH", "/repositories/acme/open", { push_policy });
  expect(await set("warn")).toMatchObject({ status: 200, body: { push_policy: "warn" } });
  const warned = await push(fixture, client, "main");
  expect([warned.exitCode, warned.stderr]).toEqual([0, expect.stringContaining("are not stored here")]);
  await commitData(client, "two");
  await set("off");
  const unseen = await push(fixture, client, "main");
  expect([unseen.exitCode, unseen.stderr]).toEqual([0, expect.not.stringContaining("lode:")]);
  expect(
    (await apiClient(fixture.server, fixture.token("writer"))("PATCH", "/repositories/acme/open", {})).status,
  ).toBe(403);
});

test("what is not pushed to this server is not asked for, and what cannot be read is refused", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  await commitData(client, "one", "  push: false\n");
  expect((await push(fixture, client, "main")).exitCode).toBe(0);
  const elsewhere = "[core]\n    remote = s\n['remote \"s\"']\n    url = s3://bucket/acme/open/dvc\n";
  writeFileSync(join(client.path, "work/.dvc/config"), elsewhere);
  await commitData(client, "two");
  expect((await push(fixture, client, "main")).exitCode).toBe(0);
  writeFileSync(join(client.path, "work/broken.dvc"), "outs: [<<<<<<<");
  await commitData(client, "three");
  const refused = await push(fixture, client, "main");
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain("Nobody can say what 1 of the pushed commits need:");
  expect(refused.stderr).toContain("broken.dvc");
});

test("what cannot be read of a commit is its author's mistake, not the server's", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await project(fixture, client);
  writeFileSync(join(client.path, "work/.dvc/config"), "[core\n x");
  await commitData(client, "one");
  await fixture.admin("PATCH", "/repositories/acme/open", { push_policy: "off" });
  expect((await push(fixture, client, "main")).exitCode).toBe(0);
  const { status, body } = await apiClient(fixture.server)("GET", "/repositories/acme/open/datasets");
  expect([status, JSON.stringify(body)]).toEqual([400, expect.stringContaining('"CONFIG_INVALID"')]);
  expect(JSON.stringify(body)).not.toContain(fixture.server.dataDir);
});
