import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { apiClient } from "./api-client.ts";
import { clientFolder } from "./git-client.ts";
import { oidOf, publishDataset } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

const one = { "a.txt": "alpha", "d/b.txt": "beta", "d/c.txt": "gamma" };
const two = { "a.txt": "alpha", "d/b.txt": "beta 2", "e.txt": "epsilon" };

test("the API reads datasets, entries and differences of what was pushed", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const first = await publishDataset(fixture, client, { repository: "closed", files: one, tag: "set@v1.0.0" });
  const second = await publishDataset(fixture, client, { repository: "closed", files: two, tag: "set@v2.0.0" });
  const api = apiClient(fixture.server, fixture.token("reader"));
  const get = async (path: string) => (await api("GET", `/repositories/acme/closed${path}`)).body;

  // Who has an answer already is told that it is the same.
  const again = async (etag: string) => {
    const headers = { "x-lode-token": fixture.token("reader") ?? "", "if-none-match": etag };
    const url = `${fixture.server.url}/api/v1/repositories/acme/closed/datasets?rev=${first}`;
    const answer = await fetch(url, { headers });
    const kept = answer.headers.get("cache-control");
    return { status: answer.status, etag: answer.headers.get("etag") ?? "", kept, bytes: (await answer.text()).length };
  };
  const { etag, ...whole } = await again('"other"');
  expect(whole).toEqual({ status: 200, kept: "private, no-cache", bytes: expect.any(Number) });
  expect(await again(etag)).toEqual({ status: 304, etag, kept: "private, no-cache", bytes: 0 });

  const list = await get("/datasets?rev=set@v1.0.0");
  expect(list).toMatchObject({
    commit: first,
    items: [
      { path: "data/set", kind: "dir", files: 3, size_bytes: 14, description: "A set of texts", labels: ["text"] },
      { path: "notes.txt", kind: "file", oid: oidOf("notes"), files: null, description: null },
    ],
  });
  expect(await get("/datasets?limit=1")).toMatchObject({
    commit: second,
    items: [{ path: "data/set" }],
    next: "data/set",
  });
  expect(await get("/datasets?after=data/set")).toMatchObject({ items: [{ path: "notes.txt" }], next: null });
  expect(await get(`/resolve?rev=${first.slice(0, 10)}&path=data/set/d/b.txt`)).toMatchObject({
    commit: first,
    oid: oidOf("beta"),
    object_bytes: 4,
    dataset: { path: "data/set" },
  });

  const entries = (query: string) => get(`/entries?rev=set@v1.0.0&path=data/set&${query}`);
  const all = Object.entries(one).map(([path, text]) => ({ path, oid: oidOf(text) }));
  expect(await entries("")).toEqual({ commit: first, items: all, next: null });
  expect(await entries("limit=2")).toEqual({ commit: first, items: all.slice(0, 2), next: "d/b.txt" });
  expect(await entries("limit=2&after=d/b.txt")).toEqual({ commit: first, items: all.slice(2), next: null });
  expect(await entries("prefix=d/&contains=c")).toMatchObject({ items: [{ path: "d/c.txt" }] });
  expect(await get("/entries?path=notes.txt")).toMatchObject({ items: [{ path: "notes.txt", oid: oidOf("notes") }] });

  expect(await get("/diff?from=set@v1.0.0&path=data/set")).toEqual({
    from: first,
    to: second,
    added: [{ path: "e.txt", oid: oidOf("epsilon") }],
    removed: [{ path: "d/c.txt", oid: oidOf("gamma") }],
    changed: [{ path: "d/b.txt", old_oid: oidOf("beta"), new_oid: oidOf("beta 2") }],
    next: null,
  });
  const page = (query: string) => get(`/diff?from=set@v1.0.0&path=data/set&limit=1${query}`);
  expect(await page("")).toMatchObject({ added: [], removed: [], changed: [{ path: "d/b.txt" }], next: "d/b.txt" });
  expect(await page("&after=d/b.txt")).toMatchObject({ added: [], removed: [{ path: "d/c.txt" }], next: "d/c.txt" });
  expect(await page("&after=d/c.txt")).toMatchObject({ added: [{ path: "e.txt" }], removed: [], next: null });
});

test("a plain URL gives one file of a version, in ranges, and says how long it may be kept", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const commit = await publishDataset(fixture, client, { repository: "open", files: one, tag: "v1.0" });
  const get = async (path: string, headers: Record<string, string> = {}) => {
    const answer = await fetch(`${fixture.server.url}/acme/open/${path}`, { headers });
    return [answer.status, await answer.text(), answer.headers.get("cache-control")];
  };
  expect(await get("@v1.0/data/set/d/b.txt")).toEqual([200, "beta", "public, no-cache"]);
  expect(await get(`@${commit}/notes.txt`)).toEqual([200, "notes", "public, max-age=31536000, immutable"]);
  expect(await get("@HEAD/data/set/a.txt", { range: "bytes=1-2" })).toEqual([206, "lp", "public, no-cache"]);
  expect((await get("@v1.0/data/set/a.txt", { "if-none-match": `"${oidOf("alpha")}"` }))[0]).toBe(304);
  for (const path of [
    "@v1.0/data/set/x",
    "@v1.0/data",
    "@v9/notes.txt",
    `@${"0".repeat(40)}/notes.txt`,
    "@v1.0.lock/notes.txt",
    "@main@/notes.txt",
    "@a%2F%2Fb/notes.txt",
    "@main..v1.0/notes.txt",
    "@v1.0/../notes.txt",
    "@:%2Fx/notes.txt",
    "@v1.0/",
  ]) {
    expect([path, (await get(path))[0]]).toEqual([path, 404]);
  }
  expect((await get("@v1.0/data/set"))[0]).toBe(400);
});

test("a commit that records another's objects gets none of them", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  using thief = clientFolder();
  await publishDataset(fixture, client, { repository: "closed", files: one, tag: "v1" });
  await fixture.admin("PATCH", "/repositories/acme/open", { push_policy: "off" });
  await client.git(".", "clone", "--quiet", "work", `${thief.path}/work`);
  const url = `${fixture.server.url.replace("://", `://x:${fixture.token("writer")}@`)}/acme/open`;
  await thief.git("work", "push", "--quiet", url, "main");
  const plain = (path: string) => fetch(`${fixture.server.url}/acme/open/@main/${path}`).then(({ status }) => status);
  expect([await plain("notes.txt"), await plain("data/set/a.txt")]).toEqual([404, 404]);
  const api = apiClient(fixture.server);
  expect((await api("GET", "/repositories/acme/open/entries?path=data/set")).status).toBe(404);
});

test("a request that nobody can read is refused as the document says", async () => {
  await using fixture = await startRegistry();
  const answer = await fetch(`${fixture.server.url}/api/v1/search?q=${"a".repeat(20_000)}`);
  expect(answer.status).toBe(431);
  const request_id = answer.headers.get("x-request-id");
  expect(await answer.json()).toMatchObject({ error: { code: "REQUEST_INVALID", details: {}, request_id } });
  const bad = await fetch(`${fixture.server.url}/api/v1/users/%zz`);
  expect([bad.status, await bad.json()]).toMatchObject([400, { error: { code: "REQUEST_INVALID" } }]);
});

test("the OpenAPI document describes every route of the API", async () => {
  await using fixture = await startRegistry();
  const answer = await fetch(`${fixture.server.url}/api/v1/openapi.json`);
  const document: { openapi: string; paths: Record<string, object> } = JSON.parse(await answer.text());
  expect(document.openapi).toBe("3.1.0");
  expect(Object.keys(document.paths)).toContain("/api/v1/repositories/{namespace}/{name}/entries");
  expect(Object.keys(document.paths).filter((path) => !path.startsWith("/api/v1/"))).toEqual([]);

  // The page to read it needs nothing from elsewhere, and no scripts.
  const page = await fetch(fixture.server.url);
  const html = await page.text();
  expect([page.status, page.url, page.headers.get("content-type")]).toEqual([
    200,
    `${fixture.server.url}/docs`,
    "text/html; charset=utf-8",
  ]);
  expect(page.headers.get("content-security-policy")).toMatch(/^default-src 'none'; style-src 'sha256-[^' ]+';/);
  expect(html).not.toMatch(/<script|<link|<img|\son\w+=|src=|href="https?:/i);
  for (const [path, operations] of Object.entries(document.paths)) {
    for (const method of Object.keys(operations)) expect(html).toContain(`${method.toUpperCase()} ${path}</code>`);
  }
  const style = /<style>(.*?)<\/style>/s.exec(html)?.[1] ?? "";
  const hash = createHash("sha256").update(style).digest("base64");
  expect(page.headers.get("content-security-policy")).toContain(`'sha256-${hash}'`);
});
