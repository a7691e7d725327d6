import { afterAll, beforeAll, expect, test } from "vitest";
import { apiClient, must } from "./api-client.ts";
import { clientFolder, gitUrl } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { type CallerName, type RegistryFixture, startRegistry } from "./registry-fixture.ts";

let fixture: RegistryFixture;

beforeAll(async () => {
  fixture = await startRegistry();
  for (const name of ["beta", "empty", "secret"]) await must(fixture.admin("POST", "/namespaces", { name }));
  await must(fixture.admin("POST", "/repositories", { namespace: "beta", name: "x", visibility: "public" }));
  await must(fixture.admin("POST", "/repositories", { namespace: "secret", name: "x" }));
  await must(fixture.admin("PUT", "/namespaces/empty/members/writer", { role: "reader" }));
  await must(fixture.admin("PUT", "/repositories/secret/x/members/reader", { role: "reader" }));
});

afterAll(() => fixture[Symbol.asyncDispose]());

const as = (caller: CallerName) => apiClient(fixture.server, fixture.token(caller));

test.each<[CallerName, string[]]>([
  ["anonymous", ["acme", "beta"]],
  ["stranger", ["acme", "beta"]],
  ["writer", ["acme", "beta", "empty"]],
  ["reader", ["acme", "beta", "secret"]],
  ["token-of-another-repository", ["acme", "beta"]],
  ["server-administrator", ["acme", "beta", "empty", "secret"]],
])("%s sees the namespaces with a role in them or a repository to be seen", async (caller, names) => {
  const items = names.map((name) => ({ name, created_at: expect.any(String) }));
  expect((await as(caller)("GET", "/namespaces")).body).toEqual({ items, next: null });
  const page = { items: [items[1]], next: names.length > 2 ? "beta" : null };
  expect((await as(caller)("GET", "/namespaces?limit=1&after=acme")).body).toEqual(page);
  for (const name of ["acme", "beta", "empty", "secret"]) {
    const { status } = await as(caller)("GET", `/namespaces/${name}`);
    expect([name, status === 200]).toEqual([name, names.includes(name)]);
  }
});

test("a maintainer chooses the default branch, which has to exist", async () => {
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "closed", files: { a: "a" }, tag: "v1" });
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", "next");
  const commit = await client.git("work", "rev-parse", "HEAD");
  const target = gitUrl(fixture.server.url, "acme/closed", fixture.token("writer"));
  await client.git("work", "push", "--quiet", target, "HEAD:refs/heads/next");
  const maintainer = as("maintainer");
  expect((await maintainer("GET", "/repositories/acme/closed")).body).toMatchObject({ default_branch: "main" });
  const choose = (default_branch: string) => maintainer("PATCH", "/repositories/acme/closed", { default_branch });
  for (const name of ["none", "v1", "../x", "HEAD", commit]) {
    expect([name, await choose(name)]).toMatchObject([
      name,
      { status: 404, body: { error: { code: "REVISION_UNKNOWN" } } },
    ]);
  }
  expect(await choose("next")).toMatchObject({ status: 200, body: { default_branch: "next" } });
  expect((await maintainer("GET", "/repositories/acme/closed/datasets")).body).toMatchObject({ commit });
  expect((await maintainer("GET", "/repositories/acme/closed/branches")).body).toMatchObject({
    items: [
      { name: "main", is_default: false },
      { name: "next", is_default: true },
    ],
  });
  const { stdout } = await client.run(".", "git", "ls-remote", "--symref", target, "HEAD");
  expect(stdout).toContain("ref: refs/heads/next\tHEAD");
});

test("a repository that nobody has pushed to has a default branch, and a mirror takes the other's", async () => {
  expect((await fixture.admin("GET", "/repositories/beta/x")).body).toMatchObject({ default_branch: "main" });
  await must(fixture.admin("PUT", "/repositories/beta/x/mirror", { url: "https://git.invalid/x.git" }));
  expect(await fixture.admin("PATCH", "/repositories/beta/x", { default_branch: "main" })).toMatchObject({
    status: 403,
    body: { error: { code: "MIRROR_READ_ONLY" } },
  });
});

test("administrators of the server make others administrators, and leave one", async () => {
  const change = (name: string, is_administrator: boolean, caller: CallerName = "server-administrator") =>
    as(caller)("PATCH", `/users/${name}`, { is_administrator });
  expect((await change("stranger", true, "stranger")).status).toBe(403);
  expect((await as("stranger")("GET", "/users")).status).toBe(403);
  expect(await change("stranger", true)).toMatchObject({
    status: 200,
    body: { name: "stranger", is_administrator: true },
  });
  expect((await as("stranger")("GET", "/users")).status).toBe(200);
  expect((await change("stranger", false)).body).toMatchObject({ is_administrator: false });
  expect((await as("stranger")("GET", "/users")).status).toBe(403);
  expect((await change("nobody", false)).status).toBe(404);
  expect((await change("admin", false)).status).toBe(200);
  expect(await change("server-administrator", false)).toMatchObject({
    status: 409,
    body: { error: { code: "LAST_ADMINISTRATOR" } },
  });
  expect((await as("server-administrator")("GET", "/audit?limit=1")).body).toMatchObject({
    items: [{ action: "demote user", target: "admin", outcome: "done" }],
  });
});

test("tokens name the repository that they are for", async () => {
  const owner = as("token-of-another-repository");
  expect((await owner("GET", "/users/token-of-another-repository/tokens")).status).toBe(403);
  const admin = as("server-administrator");
  expect((await admin("GET", "/users/token-of-another-repository/tokens")).body).toMatchObject({
    items: [{ label: "test", repository: { namespace: "acme", name: "other" } }],
  });
  expect((await admin("GET", "/users/reader/tokens")).body).toMatchObject({ items: [{ repository: null }] });
});
