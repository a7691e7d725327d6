import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { clientFolder, gitUrl } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { oidOf, publishDataset } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const one = { "a.txt": "alpha", "b.txt": "beta" };
const two = { "a.txt": "alpha", "b.txt": "beta 2" };
const declared = {
  "dvc.yaml": "artifacts:\n  wordlist:\n    path: data/set\n    desc: Counted\n  elsewhere:\n    path: page.html\n",
};
const soon = { timeout: 5000, interval: 50 };

test("a pushed commit is in the history of versions within five seconds, with its tags", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const first = await publishDataset(fixture, client, { repository: "closed", files: one, tag: "set@v1.0.0" });
  const second = await publishDataset(fixture, client, { repository: "closed", files: two, tag: "set@v2.0.0" });
  const api = apiClient(fixture.server, fixture.token("reader"));
  const versions = (query = "") => api("GET", `/repositories/acme/closed/versions?path=data/set${query}`);
  const found = async () => JSON.stringify((await versions()).body).match(/(?<="commit":")\w+/g) ?? [];
  await expect.poll(found, soon).toHaveLength(2);
  expect(new Set(await found())).toEqual(new Set([first, second]));
  expect(JSON.stringify((await versions()).body)).toContain('"tags":["set@v2.0.0"]');
  const page = (await versions("&limit=1")).body;
  expect(page).toMatchObject({ items: [{ files: 2 }], next: expect.any(String) });
  // Only a commit that changed a dataset, or that has a tag, is a version of it.
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", "nothing");
  await publishDataset(fixture, client, { repository: "closed", files: one, tag: "set@v3.0.0" });
  await expect.poll(found, soon).toHaveLength(3);
  // What is taken back is no version any more.
  const target = gitUrl(fixture.server.url, "acme/closed", fixture.token("writer"));
  await client.git("work", "push", "--quiet", "--force", target, `${first}:main`, ":set@v2.0.0", ":set@v3.0.0");
  await expect.poll(found, soon).toEqual([first]);
});

test("search finds what the caller may see, by words of names, descriptions and labels", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "closed", files: one, tag: "v1", beside: declared });
  await fixture.admin("PATCH", "/repositories/acme/open", { description: "Public animals" });
  const found = (caller: "reader" | "stranger" | "anonymous", text: string) => async () => {
    const path = `/search?q=${encodeURIComponent(text)}`;
    const { status, body } = await apiClient(fixture.server, fixture.token(caller))("GET", path);
    expect(status).toBe(200);
    return JSON.stringify(body).match(/(?<="name":"|"path":")[^"]+/g) ?? [];
  };
  await expect.poll(found("reader", "set texts"), soon).toEqual(["closed", "data/set"]);
  await expect.poll(found("anonymous", "anim"), soon).toEqual(["open"]);
  for (const caller of ["anonymous", "stranger"] as const) expect(await found(caller, "set texts")()).toEqual([]);
  const first = (await fixture.admin("GET", "/search?q=text&namespace=acme&name=closed")).body;
  const marked = [
    { text: "A set of ", found: false },
    { text: "texts", found: true },
  ];
  expect(first).toMatchObject({ items: [{ path: "data/set", snippet: expect.arrayContaining(marked) }] });
  expect((await fixture.admin("GET", "/search?q=text&name=open")).body).toEqual({ items: [], next: null });

  // Artifacts are found with their data, and what has none of its own with the repository.
  expect(await found("reader", "wordlist")()).toEqual(["closed", "data/set"]);
  expect((await fixture.admin("GET", "/search?q=counted")).body).toMatchObject({
    items: [{ path: "data/set", artifacts: ["wordlist"] }],
  });
  expect((await fixture.admin("GET", "/search?q=elsewhere")).body).toMatchObject({
    items: [{ path: "", artifacts: [] }],
  });

  // The same on the command line.
  const lode = async (...args: readonly string[]) => {
    const url = fixture.server.url.replace("://", `://x:${fixture.token("reader")}@`);
    const ran = await client.run(".", process.execPath, binary, "search", url, ...args);
    return { exitCode: ran.exitCode, stdout: ran.stdout.trim() };
  };
  expect(await lode("set", "texts")).toEqual({
    exitCode: 0,
    stdout: expect.stringMatching(/^acme\/closed +data\/set +A set of texts$/),
  });
  expect(await lode("nowhere")).toEqual({ exitCode: 1, stdout: "" });
  const printed = await lode("--json", "set", "texts");
  expect(JSON.parse(printed.stdout)).toMatchObject([{ repository: "acme/closed", path: "data/set" }]);

  // What means something to the full-text engine is taken for words.
  for (const text of ['"', "*", "a OR b", "title:x", "NEAR(a b)", "a AND NOT b", "-", "(", "' or 1=1"]) {
    expect(await found("reader", text)()).toBeInstanceOf(Array);
  }
  expect((await fixture.admin("DELETE", "/repositories/acme/closed")).status).toBe(204);
  expect(await found("reader", "set texts")()).toEqual([]);
});

test("search lists the rest on further pages", async () => {
  await using fixture = await startRegistry();
  for (const [at, name] of ["open", "closed", "other"].entries()) {
    await fixture.admin("PATCH", `/repositories/acme/${name}`, { description: `paged${" and on".repeat(at)}` });
  }
  const page = async (more = "") => {
    const { body } = await fixture.admin("GET", `/search?q=paged${more}`);
    return body as { items: readonly { readonly name: string }[]; next: string | null };
  };
  await expect
    .poll(async () => (await page()).items.map(({ name }) => name), soon)
    .toEqual(["open", "closed", "other"]);
  const first = await page("&limit=2");
  expect(first.items.map(({ name }) => name)).toEqual(["open", "closed"]);
  const rest = await page(`&limit=2&after=${first.next}`);
  expect(rest).toMatchObject({ items: [{ name: "other" }], next: null });
  expect(await page("&after=999999")).toEqual({ items: [], next: null });
  expect(await fixture.admin("GET", "/search?q=paged&after=-1")).toMatchObject({ status: 400 });
});

test("search on the command line asks for as many pages as it lists", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const notes = `outs:\n- md5: ${oidOf("notes")}\n  size: 5\n  hash: md5\n  desc: Paged\n  path: `;
  const names = Array.from({ length: 130 }, (_, at) => `note-${String(at).padStart(3, "0")}`);
  const beside = Object.fromEntries(names.map((name) => [`${name}.dvc`, `${notes}${name}\n`]));
  await publishDataset(fixture, client, { repository: "closed", files: one, tag: "v1", beside });
  const url = fixture.server.url.replace("://", `://x:${fixture.token("reader")}@`);
  const listed = async (...args: readonly string[]) => {
    const { stdout, stderr } = await client.run(".", process.execPath, binary, "search", url, "paged", ...args);
    return { names: stdout.match(/note-\d+/g), stderr: stderr.trim() };
  };
  const cut = (count: number) => `WARNING: Listed are the best ${count}, and there are more: use --limit or --all`;
  await expect.poll(() => listed("--all"), soon).toEqual({ names, stderr: "" });
  expect(await listed()).toEqual({ names: names.slice(0, 20), stderr: cut(20) });
  expect(await listed("--limit", "105")).toEqual({ names: names.slice(0, 105), stderr: cut(105) });
});

test("what a killed server had not indexed, the next one indexes", async () => {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  using client = clientFolder();
  const first = await startLodeServer({ dataDir: folder.path });
  const token = first.token ?? "";
  const admin = apiClient(first, token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "open", visibility: "public" }));
  const publisher = { server: first, admin, token: () => token, [Symbol.asyncDispose]: async () => undefined };
  const commit = await publishDataset(publisher, client, { repository: "open", files: one, tag: "v1" });
  await first.stop("SIGKILL");
  await using second = await startLodeServer({ dataDir: folder.path });
  const versions = async () => (await apiClient(second)("GET", "/repositories/acme/open/versions?path=notes.txt")).body;
  await expect.poll(versions, soon).toMatchObject({ items: [{ commit, oid: oidOf("notes"), tags: ["v1"] }] });
});
