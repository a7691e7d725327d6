import { expect, test } from "vitest";
import { apiClient, must } from "./api-client.ts";
import { type CallerName, startRegistry } from "./registry-fixture.ts";

test("what a caller may not see looks like what does not exist", async () => {
  await using fixture = await startRegistry();
  for (const caller of ["anonymous", "stranger"] as const) {
    const api = apiClient(fixture.server, fixture.token(caller));
    const closed = await api("GET", "/repositories/acme/closed");
    const nothing = await api("GET", "/repositories/acme/nothing");
    const strip = (body: unknown) => JSON.stringify(body).replaceAll(/nothing|closed|"request_id":"[^"]*"/g, "");
    expect([closed.status, strip(closed.body)]).toEqual([nothing.status, strip(nothing.body)]);
  }
});

test("a list of repositories has those that the caller may see", async () => {
  await using fixture = await startRegistry();
  const seen = async (caller: CallerName) => {
    const { body } = await apiClient(fixture.server, fixture.token(caller))("GET", "/repositories?limit=2");
    return JSON.stringify(body).match(/"name":"\w+"|"next":"?[\w/]+/g);
  };
  expect(await seen("anonymous")).toEqual(['"name":"open"', '"next":null']);
  expect(await seen("stranger")).toEqual(['"name":"open"', '"next":null']);
  expect(await seen("token-of-another-repository")).toEqual(['"name":"open"', '"name":"other"', '"next":null']);
  expect(await seen("reader")).toEqual(['"name":"closed"', '"name":"open"', '"next":"acme/open']);
  for (const caller of ["namespace-reader", "group-writer", "namespace-group-reader"] as const) {
    expect(await seen(caller)).toEqual(['"name":"closed"', '"name":"open"', '"next":"acme/open']);
  }
});

test("a token makes no token that may do more, and refused requests are in the audit log", async () => {
  await using fixture = await startRegistry();
  const create = async (caller: CallerName, body: object) =>
    (await apiClient(fixture.server, fixture.token(caller))("POST", `/users/${caller}/tokens`, body)).status;
  expect(await create("writer", { label: "x", scope: "writer", expires_in_seconds: 60 })).toBe(201);
  expect(await create("reading-token", { label: "x", scope: "reader" })).toBe(403);
  expect(await create("token-of-another-repository", { label: "x", scope: "reader" })).toBe(403);
  const closed = await apiClient(fixture.server, fixture.token("stranger"))("GET", "/repositories/acme/closed");
  expect(closed.status).toBe(404);
  const audit = await fixture.admin("GET", "/audit?limit=1");
  expect(audit.body).toMatchObject({
    items: [{ user_name: "stranger", action: "read", target: "acme/closed", outcome: "refused" }],
  });
  expect((await apiClient(fixture.server, fixture.token("writer"))("GET", "/audit")).status).toBe(403);
});

test("two who change a repository at once do not take back what the other one changes", async () => {
  await using fixture = await startRegistry();
  const path = "/repositories/acme/other";
  for (let round = 0; round < 10; round += 1) {
    const visibility = round % 2 === 0 ? "public" : "private";
    const description = `round ${round}`;
    const changes = [{ visibility }, { description }, {}].map((body) => must(fixture.admin("PATCH", path, body)));
    await Promise.all(changes);
    expect((await fixture.admin("GET", path)).body).toMatchObject({ visibility, description });
  }
});

test("a token for one repository neither sees nor revokes its user's tokens", async () => {
  await using fixture = await startRegistry();
  const api = apiClient(fixture.server, fixture.token("token-of-another-repository"));
  const path = "/users/token-of-another-repository/tokens";
  expect((await api("GET", path)).status).toBe(403);
  expect((await api("DELETE", `${path}/any`)).status).toBe(403);
});

test("refusals are recorded of whoever signed in, whether or not the repository exists, and of nobody else", async () => {
  await using fixture = await startRegistry();
  const recorded = async () =>
    JSON.stringify((await fixture.admin("GET", "/audit?limit=1000")).body).split('"id"').length;
  for (const [caller, rows] of [
    ["anonymous", 0],
    ["stranger", 1],
  ] as const) {
    for (const name of ["closed", "nothing"]) {
      const before = await recorded();
      await apiClient(fixture.server, fixture.token(caller))("GET", `/repositories/acme/${name}`);
      expect([caller, name, (await recorded()) - before]).toEqual([caller, name, rows]);
    }
  }
});

test("a server keeps its last administrator, and no name that would be another address", async () => {
  await using fixture = await startRegistry();
  const { admin } = fixture;
  expect((await admin("DELETE", "/users/server-administrator")).status).toBe(204);
  expect(await admin("DELETE", "/users/admin")).toMatchObject({
    status: 409,
    body: { error: { code: "LAST_ADMINISTRATOR" } },
  });
  for (const name of ["api", "a..b", "x.git", "x.lock", "A", "-", "a/b", "", "é", "a".repeat(65)]) {
    expect((await admin("POST", "/namespaces", { name })).status).toBe(400);
  }
  const odd = await admin("POST", "/repositories", { namespace: "acme", name: "new", visibilty: "public" });
  expect([odd.status, JSON.stringify(odd.body)]).toEqual([400, expect.stringContaining("additional properties")]);
  expect((await admin("POST", "/namespaces", { name: "acme" })).status).toBe(409);
  expect((await admin("DELETE", "/namespaces/acme")).status).toBe(409);
});

test("a token comes as bearer, as the password of basic sign-in, or in a header of its own", async () => {
  await using fixture = await startRegistry();
  const { url, token } = fixture.server;
  const status = async (headers: Record<string, string>) => (await fetch(`${url}/api/v1/user`, { headers })).status;
  const basic = (text: string) => ({ authorization: `Basic ${Buffer.from(text).toString("base64")}` });
  expect(await status({ authorization: `bearer ${token}` })).toBe(200);
  expect(await status(basic(`anybody:${token}`))).toBe(200);
  expect(await status({ "x-lode-token": token ?? "" })).toBe(200);
  expect(await status(basic(`${token}:`))).toBe(401);
  expect(await status({ authorization: `Digest ${token}` })).toBe(401);
  expect(await status({})).toBe(401);
});
