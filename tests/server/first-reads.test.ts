import { chmodSync, existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { publishDataset } from "./published-data.ts";

const soon = { timeout: 30_000 };
const base = "/repositories/acme/open";

function tempDir(): string {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder.path;
}

/** A program `git` that notes each start before it is git, and says how many there were. */
function notedGit(): { readonly path: string; started(): number } {
  const dir = tempDir();
  const note = join(dir, "started");
  const path = `${process.env.PATH}`;
  writeFileSync(join(dir, "git"), `#!/bin/sh\necho "$*" >> '${note}'\nPATH='${path}' exec git "$@"\n`);
  chmodSync(join(dir, "git"), 0o755);
  const started = () => (existsSync(note) ? readFileSync(note, "utf8").trim().split("\n").length : 0);
  return { path: `${dir}:${path}`, started };
}

/** Waits until nothing is left to be indexed, so that the next start does not do it. */
async function allIndexed({ url }: LodeServer): Promise<void> {
  const jobs = async () => (await (await fetch(`${url}/metrics`)).text()).match(/^lode_jobs\{kind="index".*/gm);
  const none = ["held", "waiting", "failing"].map((state) => `lode_jobs{kind="index",state="${state}"} 0`);
  await expect.poll(jobs, soon).toEqual(expect.arrayContaining(none));
}

/** Publishes two commits, the first with a tag of its own, and waits until both are indexed. */
async function publishTwice(server: LodeServer, client: ClientFolder): Promise<{ first: string; second: string }> {
  const admin = apiClient(server, server.token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "open", visibility: "public" }));
  const publisher = { server, admin, token: () => server.token, [Symbol.asyncDispose]: async () => undefined };
  const artifacts = "artifacts:\n  words:\n    path: data/set\n    type: dataset\n    meta: {license: mit}\n";
  const beside = { "dvc.yaml": artifacts, LICENSE: "All rights reserved." };
  const files = { "a.txt": "a", "deep/b.txt": "b" };
  const first = await publishDataset(publisher, client, { repository: "open", files, tag: "v1", beside });
  const later = { repository: "open", files: { ...files, "c.txt": "c" }, tag: "v2", beside: { "README.md": "lately" } };
  const second = await publishDataset(publisher, client, later);
  const found = async () => (await must(admin("GET", "/search?q=lately"))) as { items: readonly unknown[] };
  await expect.poll(async () => (await found()).items, soon).toHaveLength(1);
  await allIndexed(server);
  return { first, second };
}

test("the first reads after a start need no git, and say the same as those that do", async () => {
  const dataDir = tempDir();
  using client = clientFolder();
  const before = await startLodeServer({ dataDir });
  const { first, second } = await publishTwice(before, client);
  await before.stop();
  const git = notedGit();
  await using server = await startLodeServer({ dataDir, variables: { PATH: git.path } });
  // To see that there is one.
  const atStart = git.started();
  const api = apiClient(server);
  const read = (path: string) => must(api("GET", `${base}${path}`));
  const plain = (rev: string) => fetch(`${server.url}/acme/open/@${rev}/data/set/deep/b.txt`);
  const ofFirst = await read("/datasets?rev=v1");
  expect(ofFirst).toMatchObject({
    commit: first,
    items: [{ path: "data/set", artifacts: [{ name: "words" }], license: { declared: "mit" } }, { path: "notes.txt" }],
  });
  for (const rev of ["HEAD", "main", "v2", second]) {
    expect(await read(`/datasets?rev=${rev}`)).toMatchObject({ commit: second });
  }
  expect(await read("/resolve?path=data/set/c.txt")).toMatchObject({ commit: second });
  expect(await read("/artifacts")).toMatchObject({ items: [{ name: "words", path: "data/set" }] });
  expect(await read("/diff?from=v1&to=main&path=data/set")).toMatchObject({ added: [{ path: "c.txt" }] });
  for (const rev of ["v1", first]) expect(await (await plain(rev)).text()).toBe("b");
  expect(git.started()).toBe(atStart);

  // The tag goes, and with it what was kept of its commit: now git is asked.
  const [folder = ""] = readdirSync(join(dataDir, "git"));
  await client.git(".", "-C", join(dataDir, "git", folder), "tag", "-d", "v1");
  expect(await api("GET", `${base}/datasets?rev=v1`)).toMatchObject({ status: 404 });
  await must(apiClient(server, before.token)("PATCH", base, { description: "Without its tag" }));
  const found = async () => (await must(api("GET", "/search?q=without"))) as { items: readonly unknown[] };
  await expect.poll(async () => (await found()).items, soon).toHaveLength(1);
  await server.stop();
  await using again = await startLodeServer({ dataDir });
  expect(await must(apiClient(again)("GET", `${base}/datasets?rev=${first}`))).toEqual(ofFirst);
});

test("references, artifact versions, ranges and texts need no git when they are asked for again, until something is pushed", async () => {
  const dataDir = tempDir();
  using client = clientFolder();
  const before = await startLodeServer({ dataDir });
  const { first, second } = await publishTwice(before, client);
  const target = gitUrl(before.url, "acme/open", before.token);
  await client.git("work", "tag", "-a", "words@v1.0.0", "-m", "x", first);
  await client.git("work", "push", "--quiet", target, "words@v1.0.0");
  const versions = () => must(apiClient(before)("GET", `${base}/versions?path=notes.txt`));
  await expect.poll(versions, soon).toMatchObject({ items: [{}, { tags: ["v1", "words@v1.0.0"] }] });
  await allIndexed(before);
  await before.stop();
  const git = notedGit();
  await using server = await startLodeServer({ dataDir, variables: { PATH: git.path } });
  const paths = [
    "/branches",
    "/tags",
    "/artifacts/versions?artifact=words",
    "/resolve?artifact=words",
    "/resolve?rev=words@%5E1&path=data/set",
    "/readme",
    "/license",
  ];
  const read = async () => {
    const answers = paths.map((path) => must(apiClient(server)("GET", base + path)));
    return await Promise.all(answers);
  };
  const once = await read();
  expect(once.slice(2)).toMatchObject([
    { items: [{ commit: first }] },
    { commit: first },
    { commit: first },
    { commit: second, text: "lately" },
    { license: { path: "LICENSE" } },
  ]);
  const started = git.started();
  expect(await read()).toEqual(once);
  expect(git.started()).toBe(started);

  await client.git("work", "tag", "-a", "words@v1.1.0", "-m", "x", second);
  const again = gitUrl(server.url, "acme/open", before.token);
  await client.git("work", "push", "--quiet", again, "words@v1.1.0", `${first}:refs/heads/side`);
  expect(await read()).toMatchObject([
    { items: [{ name: "main", is_default: true }, { name: "side" }] },
    { items: [{ name: "v1" }, { name: "v2" }, { name: "words@v1.0.0" }, { name: "words@v1.1.0" }] },
    { items: [{ version: "v1.1.0", commit: second }, { commit: first }] },
    { commit: second },
    { commit: second },
    { commit: second },
    { commit: second },
  ]);
});

test("a name that has moved while no server ran leads where it leads now", async () => {
  const dataDir = tempDir();
  using client = clientFolder();
  const before = await startLodeServer({ dataDir });
  const { first, second } = await publishTwice(before, client);
  await before.stop();
  const [folder = ""] = readdirSync(join(dataDir, "git"));
  const inServer = (...args: readonly string[]) => client.git(".", "-C", join(dataDir, "git", folder), ...args);
  await inServer("update-ref", "refs/heads/main", first);
  await inServer("pack-refs", "--all");
  await inServer("tag", "-f", "v1", second);
  await using server = await startLodeServer({ dataDir });
  const commitOf = async (rev: string) => await must(apiClient(server)("GET", `${base}/datasets?rev=${rev}`));
  for (const rev of ["main", "HEAD"]) expect(await commitOf(rev)).toMatchObject({ commit: first });
  for (const rev of ["v1", "v2"]) expect(await commitOf(rev)).toMatchObject({ commit: second });
});
