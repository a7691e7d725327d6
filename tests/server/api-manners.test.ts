import { afterAll, beforeAll, expect, test } from "vitest";
import { type Api, apiClient, must } from "./api-client.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

interface Operation {
  readonly operationId?: string;
  readonly summary?: string;
  readonly tags?: readonly string[];
  readonly parameters?: readonly { readonly name: string }[];
  readonly responses: Readonly<Record<string, { readonly content?: Readonly<Record<string, object>> }>>;
}

let fixture: RegistryFixture;
let api: Api;
/** Every operation of the document, by method and path. */
let operations: ReadonlyMap<string, Operation>;
/** The tags that the document explains. */
let explained: ReadonlySet<string>;

beforeAll(async () => {
  fixture = await startRegistry();
  api = apiClient(fixture.server);
  const answer = await fetch(`${fixture.server.url}/api/v1/openapi.json`);
  const { paths, tags }: { paths: Record<string, Record<string, Operation>>; tags: { name: string }[] } = JSON.parse(
    await answer.text(),
  );
  explained = new Set(tags.map(({ name }) => name));
  operations = new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(([method, operation]): [string, Operation] => [
        `${method.toUpperCase()} ${path}`,
        operation,
      ]),
    ),
  );
});

afterAll(() => fixture[Symbol.asyncDispose]());

test("every operation says in a sentence of its own what it does", () => {
  const silent = [...operations].filter(([, { summary, tags }]) => !summary || tags?.length !== 1);
  expect(silent.map(([name]) => name)).toEqual([]);
});

test("every operation has a name of its own, and a tag that is explained", () => {
  const names = [...operations.values()].map(({ operationId }) => operationId);
  expect(new Set(names).size).toBe(operations.size);
  const unexplained = [...operations.values()].flatMap(({ tags = [] }) => tags).filter((tag) => !explained.has(tag));
  expect(unexplained).toEqual([]);
});

test("every list comes in pages", () => {
  const lists = [...operations].filter(([name, { responses }]) => {
    return name.startsWith("GET") && JSON.stringify(responses["200"]).includes('"items":{"type":"array"');
  });
  expect(lists.length).toBeGreaterThan(15);
  const whole = lists.filter(([, { parameters }]) => !parameters?.some(({ name }) => name === "limit"));
  expect(whole.map(([name]) => name)).toEqual([]);
});

test.each([
  ["PUT", "/repositories", "GET, HEAD, POST"],
  ["DELETE", "/audit", "GET, HEAD"],
  ["POST", "/repositories/acme/closed", "DELETE, GET, HEAD, PATCH"],
  ["POST", "/repositories/acme/no-such-repository", "DELETE, GET, HEAD, PATCH"],
])("%s %s is answered with the methods that the address takes, whatever is there", async (method, path, methods) => {
  const answer = await fetch(`${fixture.server.url}/api/v1${path}`, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, methods]);
  expect(await answer.json()).toMatchObject({
    error: { code: "METHOD_UNKNOWN", details: { methods: methods.split(", ") } },
  });
});

test.each([
  ["DELETE", "/acme/open/dvc/files/md5/aa/bb", "GET, HEAD, POST, PUT"],
  ["POST", "/acme/open/@v1/a/b.txt", "GET, HEAD"],
  ["PUT", "/docs", "GET, HEAD"],
])("%s %s, beside the API, is answered so too", async (method, path, methods) => {
  const answer = await fetch(fixture.server.url + path, { method });
  expect([answer.status, answer.headers.get("allow")]).toEqual([405, methods]);
});

test("a body that is not said to be JSON, or has what is not known, is told what is wrong", async () => {
  const headers = { authorization: `Bearer ${fixture.server.token}` };
  const form = await fetch(`${fixture.server.url}/api/v1/users`, {
    method: "POST",
    headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
    body: '{"name": "ann"}',
  });
  expect([form.status, await form.json()]).toMatchObject([
    415,
    { error: { hint: expect.stringContaining("Content-Type: application/json") } },
  ]);
  const messageOf = async (path: string, method: string, body: object) =>
    (await apiClient(fixture.server, fixture.server.token)(method, path, body)).body;
  expect(await messageOf("/repositories/acme/open/members/reader", "PUT", { role: "king" })).toMatchObject({
    error: { message: expect.stringContaining("allowed values: reader, writer, maintainer, administrator") },
  });
  expect(await messageOf("/users", "POST", { name: "ann", mail: "x" })).toMatchObject({
    error: { message: expect.stringContaining("additional properties: 'mail'") },
  });
});

test.each(["/nothing", "/repositories/", "/repositories/acme/open/nothing"])("there is nothing at %s", async (path) => {
  expect(await api("GET", path)).toMatchObject({
    status: 404,
    body: { error: { code: "ROUTE_UNKNOWN", hint: "See the addresses of the API at /docs." } },
  });
});

test("HEAD answers as GET does, without the body", async () => {
  const [head, get] = await Promise.all(
    ["HEAD", "GET"].map((method) => fetch(`${fixture.server.url}/api/v1/repositories/acme/open/branches`, { method })),
  );
  expect([head?.status, head?.headers.get("etag")]).toEqual([200, get?.headers.get("etag")]);
  expect(await head?.text()).toBe("");
});

test("a request that does not follow its schema hears where the schema is", async () => {
  expect(await api("GET", "/repositories?limit=0")).toMatchObject({
    status: 400,
    body: { error: { code: "REQUEST_INVALID", hint: "See at /docs what the request takes." } },
  });
});

test.each([
  ["/repositories/acme/open/members", "user"],
  ["/groups/group-writers/members", "user"],
  ["/repositories/acme/open/groups", "group"],
  ["/users/reader/tokens", "id"],
  ["/users", "name"],
])("the pages of %s are together the whole list, each item once", async (path, key) => {
  const idsOf = (body: unknown) => JSON.stringify(body).match(new RegExp(`(?<="${key}":")[^"]+`, "g")) ?? [];
  if (path.endsWith("tokens")) await must(fixture.admin("POST", path, { label: "second", scope: "reader" }));
  const whole = idsOf(await must(fixture.admin("GET", path)));
  expect(whole.length).toBeGreaterThan(0);
  const paged: string[] = [];
  let next: string | null = "";
  while (next !== null) {
    const after: string = next === "" ? "" : `&after=${encodeURIComponent(next)}`;
    const page = await must(fixture.admin("GET", `${path}?limit=1${after}`));
    paged.push(...idsOf(page));
    next = (page as { next: string | null }).next;
  }
  expect(paged).toEqual(whole);
});
