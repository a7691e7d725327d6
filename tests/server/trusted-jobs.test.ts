import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { type JobIssuer, startJobIssuer } from "../servers/job-issuer.ts";
import { type Api, apiClient, field, must } from "./api-client.ts";
import { clientFolder, gitUrl } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

interface Fixture extends AsyncDisposable {
  readonly issuer: JobIssuer;
  readonly server: LodeServer;
  readonly admin: Api;
  /** Signs in to a repository with a token. */
  signIn(token: string, repository?: string): ReturnType<Api>;
  /** Makes a token that the rule `ci` lets in. */
  goodToken(claims?: Parameters<JobIssuer["sign"]>[0]): Promise<string>;
}

const path = "/repositories/acme/animals/trusted-jobs";
const claims = { repository: "acme/animals-ci", ref: "refs/heads/main" };

/** A server with `acme/animals`, whose rule `ci` trusts jobs of one branch, and `acme/other`. */
async function start(): Promise<Fixture> {
  const issuer = await startJobIssuer();
  const { issuer: trusted = "" } = issuer.settings;
  const server = await startLodeServer({ variables: { LODE_SERVE_TRUSTED_JOB_ISSUERS: trusted } });
  const admin = apiClient(server, server.token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  for (const name of ["animals", "other"]) await must(admin("POST", "/repositories", { namespace: "acme", name }));
  await must(admin("PUT", `${path}/ci`, { issuer: issuer.settings.issuer, claims, role: "writer" }));
  return {
    ...{ issuer, server, admin },
    signIn: (token, repository = "acme/animals") => apiClient(server)("POST", "/sign-in/job", { token, repository }),
    goodToken: (more) => issuer.sign({ sub: "job-1", aud: server.url, ...claims, ...more }),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await issuer[Symbol.asyncDispose]();
    },
  };
}

test("a job gets a token for one repository, which ends with its own", async () => {
  await using fixture = await start();
  const { server, admin, signIn, goodToken } = fixture;
  const answer = await signIn(await goodToken());
  expect(answer).toMatchObject({ status: 201, body: { user: "acme/animals:ci", scope: "writer" } });
  const leftS = (Date.parse(field(answer.body, "expires_at")) - Date.now()) / 1000;
  expect(leftS).toBeGreaterThan(200);
  expect(leftS).toBeLessThanOrEqual(300);
  const late = await signIn(await goodToken({ exp: Math.floor(Date.now() / 1000) + 86_400 }));
  expect(Date.parse(field(late.body, "expires_at")) - Date.now()).toBeLessThanOrEqual(3_600_000);
  const token = field(answer.body, "token");
  const job = apiClient(server, token);
  expect((await job("GET", "/repositories/acme/animals")).status).toBe(200);
  expect((await job("GET", "/repositories/acme/other")).status).toBe(404);
  expect((await job("PATCH", "/repositories/acme/animals", { description: "d" })).status).toBe(403);
  expect((await job("GET", "/user")).body).toMatchObject({ name: "acme/animals:ci", is_administrator: false });
  expect((await job("POST", "/namespaces", { name: "mine" })).status).toBe(403);
  expect((await admin("GET", "/repositories/acme/animals/members")).body).toEqual({
    items: [{ user: "acme/animals:ci", role: "writer" }],
    next: null,
  });
  expect(JSON.stringify((await admin("GET", "/audit?limit=9")).body)).toContain('"sign in by job job-1"');
});

test("a job pushes commits with its token", async () => {
  await using fixture = await start();
  const { server, signIn, goodToken } = fixture;
  const token = field((await signIn(await goodToken())).body, "token");
  using client = clientFolder();
  await client.git(".", "init", "--quiet", "-b", "main", "work");
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", "first");
  await client.git("work", "push", "--quiet", gitUrl(server.url, "acme/animals", token), "main");
  expect(await client.git("work", "ls-remote", gitUrl(server.url, "acme/animals", token), "main")).toContain("main");
});

test("lode login as a job serves git and lode in the one repository", async () => {
  await using fixture = await start();
  const { url } = fixture.server;
  using client = clientFolder();
  const run = (env: Readonly<Record<string, string>>, folder: string, ...args: readonly string[]) =>
    client.runWith({ env, folder }, process.execPath, lode, ...args);
  const env = { LODE_JOB_TOKEN: await fixture.goodToken() };
  const login = await run(env, ".", "login", `${url}/acme/animals`, "--job-token", "--json");
  expect([login.exitCode, login.stderr]).toEqual([0, ""]);
  expect(JSON.parse(login.stdout)).toMatchObject({
    repository: "acme/animals",
    user: "acme/animals:ci",
    scope: "writer",
  });
  for (const address of [`${url}/acme/animals`, `${url}/acme/animals.git`]) {
    expect(await client.git(".", "ls-remote", address)).toBe("");
  }
  expect((await client.run(".", "git", "ls-remote", `${url}/acme/other`)).exitCode).not.toBe(0);
  await client.git(".", "init", "--quiet", "-b", "main", "work");
  expect((await run({}, "work", "init", "--quiet")).exitCode).toBe(0);
  await run({}, "work", "remote", "add", "-d", "store", `${url}/acme/animals/dvc`);
  writeFileSync(join(client.path, "work/a.txt"), "a");
  await run({}, "work", "add", "a.txt");
  const push = await run({}, "work", "push");
  expect([push.exitCode, push.stderr]).toEqual([0, ""]);
  const none = await run({}, ".", "login", url, "--job-token", "--repository", "acme/animals");
  expect([none.exitCode, none.stderr]).toEqual([
    251,
    expect.stringContaining("Cannot sign in with the token of a job"),
  ]);
});

test("a token lets nobody in that is forged, unsigned, over, for somebody else, or of an unknown issuer", async () => {
  await using fixture = await start();
  const { issuer, server, admin, signIn, goodToken } = fixture;
  const body = { sub: "job-1", aud: server.url, ...claims };
  const now = Math.floor(Date.now() / 1000);
  const refused: readonly [string, string][] = [
    ["forged", await issuer.sign(body, { how: "forged" })],
    ["unsigned", await issuer.sign(body, { how: "none" })],
    ["over", await goodToken({ exp: now - 60 })],
    ["not yet", await goodToken({ nbf: now + 600 })],
    ["for somebody else", await goodToken({ aud: "https://elsewhere.example" })],
    ["of another issuer", await goodToken({ iss: "http://127.0.0.1:1" })],
    ["of another branch", await goodToken({ ref: "refs/heads/other" })],
    ["of another kind of claim", await goodToken({ ref: ["refs/heads/main"] })],
    ["without a claim", await issuer.sign({ sub: "job-1", aud: server.url, repository: claims.repository })],
    ["no token", "abc"],
    ["no JSON", "a.b.c"],
  ];
  for (const [what, token] of refused) {
    const answer = await signIn(token);
    expect([what, answer.status, answer.body]).toMatchObject([what, 401, { error: { code: "JOB_REFUSED" } }]);
  }
  const acts = JSON.stringify((await admin("GET", "/audit?limit=11")).body).match(/"sign in by job"/g);
  expect(acts).toHaveLength(11);
  // No repository is told from one that is not there.
  const strip = (answer: unknown) => JSON.stringify(answer).replaceAll(/other|none|"request_id":"[^"]*"/g, "");
  expect(strip(await signIn(await goodToken(), "acme/other"))).toBe(
    strip(await signIn(await goodToken(), "acme/none")),
  );
  expect(issuer.keyRequests()).toBe(1);
});

test("a rule that is changed, removed, or goes with its repository lets nobody in, and its tokens are revoked", async () => {
  await using fixture = await start();
  const { issuer, server, admin, signIn, goodToken } = fixture;
  const status = async (token: string) => (await apiClient(server, token)("GET", "/user")).status;
  const sign = async () => field((await signIn(await goodToken())).body, "token");
  const first = await sign();
  await must(admin("PUT", `${path}/ci`, { issuer: issuer.settings.issuer, claims, role: "reader" }));
  expect(await status(first)).toBe(401);
  const second = await sign();
  expect((await apiClient(server, second)("GET", "/repositories/acme/animals")).status).toBe(200);
  await must(admin("DELETE", `${path}/ci`));
  expect(await status(second)).toBe(401);
  expect((await signIn(await goodToken())).status).toBe(401);
  await must(admin("PUT", `${path}/ci`, { issuer: issuer.settings.issuer, claims, role: "reader" }));
  const third = await sign();
  await must(admin("DELETE", "/repositories/acme/animals"));
  expect(await status(third)).toBe(401);
  expect((await admin("GET", "/users")).body).toMatchObject({ items: [{ name: "admin" }] });
});

test("rules are chosen by administrators of the repository, for issuers that the server trusts", async () => {
  await using fixture = await start();
  const { issuer, server, admin } = fixture;
  const rule = { issuer: issuer.settings.issuer, audience: "lode", claims: { sub: "job-2" }, role: "reader" };
  await must(admin("POST", "/users", { name: "ann" }));
  await must(admin("PUT", "/repositories/acme/animals/members/ann", { role: "maintainer" }));
  const made = await must(admin("POST", "/users/ann/tokens", { label: "t", scope: "administrator" }));
  const ann = apiClient(server, field(made, "secret"));
  expect((await ann("PUT", `${path}/mine`, rule)).status).toBe(403);
  expect((await ann("GET", path)).status).toBe(403);
  await must(admin("PUT", "/repositories/acme/animals/members/ann", { role: "administrator" }));
  expect((await ann("PUT", `${path}/mine`, rule)).body).toEqual({ name: "mine", ...rule });
  expect((await ann("GET", `${path}/mine`)).body).toEqual({ name: "mine", ...rule });
  expect((await ann("GET", path)).body).toMatchObject({ items: [{ name: "ci", audience: null }, { name: "mine" }] });
  expect((await ann("GET", `${path}/none`)).body).toMatchObject({ error: { code: "TRUSTED_JOB_UNKNOWN" } });
  const wrong = [
    { ...rule, claims: {} },
    { ...rule, role: "maintainer" },
    { ...rule, issuer: "https://elsewhere.example" },
    { ...rule, issuer: "file:///etc/passwd" },
  ];
  for (const body of wrong) expect((await ann("PUT", `${path}/mine`, body)).status).toBe(400);
  const other = await issuer.sign({ sub: "job-2", aud: ["x", "lode"] });
  expect((await fixture.signIn(other)).body).toMatchObject({ user: "acme/animals:mine", scope: "reader" });
});
