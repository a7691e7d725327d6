import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { oidOf, upload } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

let fixture: RegistryFixture;
let client: ClientFolder;
let api: Api;
const commits: string[] = [];

/** Commits and pushes a version of two artifacts, with annotated tags. */
async function publish(text: string, ...tags: readonly string[]): Promise<void> {
  await upload(fixture, "open", { oid: oidOf(text), body: text });
  const out = `outs:\n- md5: ${oidOf(text)}\n  size: ${text.length}\n  hash: md5\n  path: net.bin\n`;
  const files = {
    ".dvc/config": "",
    "README.md": `# Animals, ${text}`,
    LICENSE: "All rights reserved.",
    "net.bin.dvc": out,
    "sub/net.bin.dvc": out,
    "sub/readme.rst": "In the folder",
    "dvc.yaml":
      "artifacts:\n  net:\n    path: net.bin\n    type: model\n  page:\n    path: README.md\n    labels: [text]\n",
    "sub/dvc.yaml": "artifacts:\n  net:\n    path: net.bin\n    type: model\n",
  };
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(client.path, "work", path)), { recursive: true });
    writeFileSync(join(client.path, "work", path), content);
  }
  await client.git("work", "init", "--quiet", "-b", "main");
  await client.git("work", "add", ".");
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", text);
  for (const tag of tags) await client.git("work", "tag", "-a", "-m", `About ${tag}`, tag);
  const target = gitUrl(fixture.server.url, "acme/open", fixture.token("writer"));
  await client.git("work", "push", "--quiet", target, "main", "--tags");
  commits.push(await client.git("work", "rev-parse", "HEAD"));
}

beforeAll(async () => {
  fixture = await startRegistry();
  client = clientFolder();
  api = apiClient(fixture.server);
  await publish("one", "net@v1.0.0", "sub=net@v0.1.0", "v1.0.0");
  await publish("two", "net@v1.1.0", "net#prod");
  await publish("three", "net@v2.0.0");
  await client.git("work", "branch", "feature/x", commits[0] ?? "");
  await client.git(
    "work",
    "push",
    "--quiet",
    gitUrl(fixture.server.url, "acme/open", fixture.token("writer")),
    "--all",
  );
});

afterAll(async () => {
  client[Symbol.dispose]();
  await fixture[Symbol.asyncDispose]();
});

const get = (path: string) => must(api("GET", `/repositories/acme/open${path}`));
const query = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();

test("artifacts are what the dvc.yaml files of a revision declare", async () => {
  expect(await get("/artifacts")).toMatchObject({
    commit: commits[2],
    items: [
      { name: "net", path: "net.bin", file: "dvc.yaml", type: "model", meta: null },
      { name: "page", path: "README.md", labels: ["text"] },
      { name: "sub:net", path: "sub/net.bin", file: "sub/dvc.yaml" },
    ],
    next: null,
  });
  expect(await get("/artifacts?type=model&limit=1")).toMatchObject({ items: [{ name: "net" }], next: "net" });
  expect(await get("/artifacts?type=model&after=net")).toMatchObject({ items: [{ name: "sub:net" }], next: null });
  expect(await get("/artifacts?label=text&rev=v1.0.0")).toMatchObject({
    commit: commits[0],
    items: [{ name: "page" }],
  });
  expect(await get("/artifacts?prefix=sub")).toMatchObject({ items: [{ name: "sub:net" }] });
});

test("versions of an artifact come with their tags, commits and stages, the highest first", async () => {
  const versions = await get("/artifacts/versions?artifact=net");
  expect(versions).toEqual({
    items: ["v2.0.0", "v1.1.0", "v1.0.0"].map((version, i) => ({
      version,
      tag: `net@${version}`,
      commit: commits[2 - i],
      created_at: expect.stringMatching(/^2\d{3}-\d\d-\d\dT.*Z$/),
      message: `About net@${version}`,
      stages: version === "v1.1.0" ? ["prod"] : [],
    })),
    next: null,
  });
  const page = (more: string) => get(`/artifacts/versions?artifact=net&${more}`);
  expect(await page("limit=1")).toMatchObject({ items: [{ version: "v2.0.0" }], next: "v2.0.0" });
  expect(await page("after=v2.0.0&limit=1")).toMatchObject({ items: [{ version: "v1.1.0" }], next: "v1.1.0" });
  // What is asked for behind a version that is there no more.
  expect(await page("after=v1.0.5")).toMatchObject({ items: [{ version: "v1.0.0" }], next: null });
  expect(await page("stage=prod")).toMatchObject({ items: [{ version: "v1.1.0" }], next: null });
  expect(await get("/artifacts/versions?artifact=sub/dvc.yaml:net")).toMatchObject({ items: [{ version: "v0.1.0" }] });
  expect(await get("/artifacts/versions?artifact=page")).toEqual({ items: [], next: null });
  expect(await api("GET", "/repositories/acme/open/artifacts/versions?artifact=none")).toMatchObject({
    status: 404,
    body: { error: { code: "ARTIFACT_UNKNOWN" } },
  });
});

test.each([
  [{ artifact: "net" }, { commit: 2, tag: "net@v2.0.0", path: "net.bin" }],
  [
    { artifact: "net", version: "latest" },
    { commit: 2, tag: "net@v2.0.0", path: "net.bin" },
  ],
  [
    { artifact: "net", version: "^1.0" },
    { commit: 1, tag: "net@v1.1.0", path: "net.bin" },
  ],
  [
    { artifact: "net", version: "v1.0.0" },
    { commit: 0, tag: "net@v1.0.0", path: "net.bin" },
  ],
  [
    { artifact: "net", stage: "prod" },
    { commit: 1, tag: "net#prod", path: "net.bin" },
  ],
  [{ artifact: "sub:net" }, { commit: 0, tag: "sub=net@v0.1.0", path: "sub/net.bin" }],
  [
    { rev: "net@^1.0", path: "net.bin" },
    { commit: 1, tag: "net@v1.1.0", path: "net.bin" },
  ],
  [
    { rev: "net@<1.1", path: "net.bin" },
    { commit: 0, tag: "net@v1.0.0", path: "net.bin" },
  ],
  [
    { rev: "sub:net@*", path: "sub/net.bin" },
    { commit: 0, tag: "sub=net@v0.1.0", path: "sub/net.bin" },
  ],
  [
    { rev: "^1.0", path: "net.bin" },
    { commit: 0, tag: "v1.0.0", path: "net.bin" },
  ],
  [
    { rev: "net#prod", path: "net.bin" },
    { commit: 1, tag: null, path: "net.bin" },
  ],
  [
    { rev: "sub=net@v0.1.0", path: "net.bin" },
    { commit: 0, tag: null, path: "net.bin" },
  ],
  [{ path: "net.bin" }, { commit: 2, tag: null, path: "net.bin" }],
])("resolve takes what the command line takes: %j", async (fields, { commit, tag, path }) => {
  const text = ["one", "two", "three"][commit] ?? "";
  expect(await get(`/resolve?${query(fields)}`)).toMatchObject({
    commit: commits[commit],
    tag,
    path,
    oid: oidOf(text),
    object_bytes: text.length,
    dataset: { path },
    artifact: "artifact" in fields ? { path } : null,
  });
});

test.each([
  [{ rev: "net@^9", path: "net.bin" }, 404, "VERSION_UNKNOWN"],
  [{ rev: "cats@^1", path: "net.bin" }, 404, "VERSION_UNKNOWN"],
  [{ rev: "main~1", path: "net.bin" }, 404, "REVISION_UNKNOWN"],
  [{ artifact: "net", version: "v9.0.0" }, 404, "ARTIFACT_UNKNOWN"],
  [{ artifact: "net", stage: "dev" }, 404, "ARTIFACT_UNKNOWN"],
  [{ artifact: "net", version: "latest", stage: "prod" }, 400, "OPTIONS_CONFLICT"],
  [{ artifact: "net", rev: "main" }, 400, "OPTIONS_CONFLICT"],
  [{ artifact: "net", path: "net.bin" }, 400, "OPTIONS_CONFLICT"],
  [{ version: "latest", path: "net.bin" }, 400, "OPTIONS_CONFLICT"],
  [{ rev: "main" }, 400, "OPTIONS_CONFLICT"],
])("resolve says why it cannot: %j", async (fields, status, code) => {
  expect(await api("GET", `/repositories/acme/open/resolve?${query(fields)}`)).toMatchObject({
    status,
    body: { error: { code } },
  });
});

test("a plain URL and the lists take a range of versions too", async () => {
  const answer = await fetch(`${fixture.server.url}/acme/open/@${encodeURIComponent("net@^1.0")}/net.bin`);
  expect([await answer.text(), answer.headers.get("x-lode-commit")]).toEqual(["two", commits[1]]);
  expect(answer.headers.get("cache-control")).toBe("public, no-cache");
  expect(await get(`/datasets?${query({ rev: "net@~1.0" })}`)).toMatchObject({ commit: commits[0] });
});

test("branches and tags are listed by name, in pages", async () => {
  expect(await get("/branches")).toMatchObject({
    items: [
      { name: "feature/x", commit: commits[0], is_default: false },
      { name: "main", commit: commits[2], is_default: true, committed_at: expect.stringMatching(/Z$/) },
    ],
    next: null,
  });
  expect(await get("/branches?limit=1")).toMatchObject({ items: [{ name: "feature/x" }], next: "feature/x" });
  expect(await get("/branches?after=feature/x")).toMatchObject({ items: [{ name: "main" }], next: null });
  const meaning = { name: "net", action: "assign", version: null, stage: "prod" };
  expect(await get("/tags?limit=2")).toMatchObject({
    items: [{ name: "net#prod", commit: commits[1], artifact: meaning }, { name: "net@v1.0.0" }],
    next: "net@v1.0.0",
  });
  expect(await get("/tags?prefix=sub")).toMatchObject({
    items: [{ artifact: { name: "sub:net", action: "register", version: "v0.1.0" } }],
  });
  expect(await get("/tags?prefix=v")).toMatchObject({ items: [{ name: "v1.0.0", artifact: null }], next: null });
  expect(await must(fixture.admin("GET", "/repositories/acme/other/branches"))).toEqual({ items: [], next: null });
});

test("the README and the license are those of the revision, and the README beside a dataset its own", async () => {
  expect(await get("/readme?rev=v1.0.0")).toEqual({
    commit: commits[0],
    path: "README.md",
    media_type: "text/markdown",
    size_bytes: 14,
    is_cut: false,
    text: "# Animals, one",
  });
  expect(await get("/readme?path=sub/net.bin")).toMatchObject({ path: "sub/readme.rst", media_type: "text/x-rst" });
  const none = { status: 404, body: { error: { code: "PATH_NOT_FOUND" } } };
  expect(await api("GET", "/repositories/acme/open/readme?path=none/x")).toMatchObject(none);
  expect(await api("GET", "/repositories/acme/open/readme?path=../../x")).toMatchObject(none);
  expect(await get("/license")).toEqual({
    commit: commits[2],
    license: { spdx_id: null, declared: null, path: "LICENSE" },
  });
  expect((await fixture.admin("GET", "/repositories/acme/other/license")).status).toBe(404);
});
