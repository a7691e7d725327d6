import { expect, test } from "vitest";
import { apiClient, must } from "./api-client.ts";
import { clientFolder } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { type CallerName, callers, type RegistryFixture, startRegistry } from "./registry-fixture.ts";

/** What a caller may do: 0 nothing, not even know; 1 read; 2 write; 3 maintain; 4 administer. */
const ranks: Readonly<Record<CallerName, { readonly open: number; readonly closed: number }>> = {
  anonymous: { open: 1, closed: 0 },
  stranger: { open: 1, closed: 0 },
  reader: { open: 1, closed: 1 },
  writer: { open: 2, closed: 2 },
  maintainer: { open: 3, closed: 3 },
  administrator: { open: 4, closed: 4 },
  "namespace-reader": { open: 1, closed: 1 },
  "namespace-writer": { open: 2, closed: 2 },
  "group-writer": { open: 2, closed: 2 },
  "namespace-group-reader": { open: 1, closed: 1 },
  "server-administrator": { open: 4, closed: 4 },
  "reading-token": { open: 1, closed: 1 },
  "token-of-another-repository": { open: 1, closed: 0 },
  expired: { open: -1, closed: -1 },
  revoked: { open: -1, closed: -1 },
  forged: { open: -1, closed: -1 },
};

/** One thing to do in a repository over one protocol, the rank that it takes, and the status of success. */
interface Verb {
  readonly name: string;
  readonly rank: number;
  readonly ok: number;
  status(fixture: RegistryFixture, repository: string, token: string | undefined): Promise<number>;
}

function apiVerb(rank: number, ok: number, call: readonly [method: string, path: string, body?: unknown]): Verb {
  const [method, path, body] = call;
  return {
    name: `api: ${method} …${path}`,
    rank,
    ok,
    status: async ({ server }, repository, token) =>
      (await apiClient(server, token)(method, `/repositories/acme/${repository}${path}`, body)).status,
  };
}

function httpVerb(
  name: string,
  need: Pick<Verb, "rank" | "ok">,
  call: readonly [method: string, path: string, body?: string],
): Verb {
  const [method, path, body] = call;
  return {
    name,
    ...need,
    async status({ server }, repository, token) {
      // As git and DVC sign in: the token is the password.
      const basic = `Basic ${Buffer.from(`x:${token}`).toString("base64")}`;
      const headers = { ...(token !== undefined && { authorization: basic }) };
      const answer = await fetch(`${server.url}/acme/${repository}${path}`, {
        method,
        headers,
        ...(body !== undefined && { body }),
      });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

function batchVerb(step: "missing" | "download"): Verb {
  return {
    name: `batch: ${step}`,
    rank: 1,
    ok: 200,
    async status({ server }, repository, token) {
      const headers = { "content-type": "application/json", ...(token !== undefined && { "x-lode-token": token }) };
      const url = `${server.url}/acme/${repository}/dvc/batch/${step}`;
      const answer = await fetch(url, { method: "POST", headers, body: '{"oids": []}' });
      await answer.arrayBuffer();
      return answer.status;
    },
  };
}

/** Of the object `hello`, which both repositories hold. */
const objectKey = "files/md5/5d/41402abc4b2a76b9719d911017c592";

const verbs: readonly Verb[] = [
  httpVerb("git: clone", { rank: 1, ok: 200 }, ["GET", "/info/refs?service=git-upload-pack"]),
  httpVerb("git: push", { rank: 2, ok: 200 }, ["GET", "/info/refs?service=git-receive-pack"]),
  // What git answers to a body that is none of its own.
  httpVerb("git: push without asking", { rank: 2, ok: 415 }, ["POST", "/git-receive-pack"]),
  httpVerb("dvc: look", { rank: 1, ok: 200 }, ["HEAD", `/dvc/${objectKey}`]),
  httpVerb("dvc: download", { rank: 1, ok: 200 }, ["GET", `/dvc/${objectKey}`]),
  httpVerb("dvc: upload", { rank: 2, ok: 200 }, ["POST", `/dvc/${objectKey}`, "hello"]),
  httpVerb("dvc: upload by put", { rank: 2, ok: 200 }, ["PUT", `/dvc/${objectKey}`, "hello"]),
  httpVerb("batch: discover", { rank: 1, ok: 200 }, ["GET", "/dvc/batch"]),
  httpVerb("batch: upload", { rank: 2, ok: 200 }, ["POST", "/dvc/batch/upload", ""]),
  batchVerb("missing"),
  batchVerb("download"),
  httpVerb("plain URL", { rank: 1, ok: 200 }, ["GET", "/@main/notes.txt"]),
  apiVerb(1, 200, ["GET", ""]),
  apiVerb(1, 200, ["GET", "/datasets"]),
  apiVerb(1, 200, ["GET", "/versions?path=data/set"]),
  apiVerb(1, 200, ["GET", "/entries?path=data/set"]),
  apiVerb(1, 200, ["GET", "/resolve?path=notes.txt"]),
  apiVerb(1, 200, ["GET", "/diff?from=main&path=data/set"]),
  apiVerb(3, 200, ["PATCH", "", { description: "d" }]),
  apiVerb(3, 200, ["GET", "/members"]),
  apiVerb(3, 200, ["GET", "/groups"]),
  apiVerb(4, 200, ["PUT", "/members/stranger-2", { role: "reader" }]),
  apiVerb(4, 200, ["PUT", "/groups/strangers", { role: "reader" }]),
];

function expected({ rank, ok }: Verb, caller: CallerName, repository: "open" | "closed"): number {
  const has = ranks[caller][repository];
  if (has < 0) return 401;
  if (has >= rank) return ok;
  if (caller === "anonymous") return 401;
  return has === 0 ? 404 : 403;
}

test("every caller may do what its role allows and nothing else, over every protocol", async () => {
  await using fixture = await startRegistry();
  await fixture.admin("POST", "/users", { name: "stranger-2" });
  await fixture.admin("POST", "/groups", { name: "strangers" });
  for (const repository of ["open", "closed"]) {
    using client = clientFolder();
    await publishDataset(fixture, client, { repository, files: { a: "a" }, tag: "v1" });
    const url = `${fixture.server.url}/acme/${repository}/dvc/${objectKey}`;
    const headers = { "x-lode-token": fixture.token("writer") ?? "" };
    expect((await fetch(url, { method: "POST", body: "hello", headers })).status).toBe(200);
  }
  const wrong: string[] = [];
  for (const caller of callers) {
    for (const repository of ["open", "closed"] as const) {
      for (const verb of verbs) {
        const status = await verb.status(fixture, repository, fixture.token(caller));
        const want = expected(verb, caller, repository);
        if (status !== want) wrong.push(`${caller}, ${repository}, ${verb.name}: ${status}, not ${want}`);
      }
    }
  }
  expect(wrong).toEqual([]);
});

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
