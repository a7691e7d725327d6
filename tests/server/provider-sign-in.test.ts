import { spawn, spawnSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { expect, test } from "vitest";
import { type OidcServer, startOidc } from "../servers/oidc.ts";
import { freePort } from "../servers/running-server.ts";
import { type Api, apiClient, field, must } from "./api-client.ts";
import { Browser, type Visit } from "./browser.ts";
import { clientFolder } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");

interface Fixture extends AsyncDisposable {
  readonly oidc: OidcServer;
  readonly server: LodeServer;
  readonly admin: Api;
  readonly config: string;
}

/** A server that lets users sign in at a provider, which knows ann. */
async function startBoth(newUsers: "make" | "refuse" = "make"): Promise<Fixture> {
  const port = await freePort();
  const oidc = await startOidc(`http://127.0.0.1:${port}/sign-in/callback`);
  oidc.people.set("ann-1", { preferred_username: "Ann", groups: ["Data Team", "Everybody"] });
  const { issuer, clientId, clientSecret } = oidc.settings;
  const dir = mkdtempSync(join(tmpdir(), "lode-oidc-"));
  const config = join(dir, "lode.yaml");
  writeFileSync(join(dir, "secret"), `${clientSecret}\n`);
  const corp = [
    "label: Corp <SSO>",
    `issuer: ${issuer}`,
    `client_id: ${clientId}`,
    "client_secret_file: secret",
    "scopes: openid profile groups",
    `new_users: ${newUsers}`,
    "groups_claim: groups",
    "groups: {Data Team: curators}",
  ];
  writeFileSync(config, `data: registry\nproviders:\n  corp:\n${corp.map((line) => `    ${line}\n`).join("")}`);
  const server = await startLodeServer({ args: ["--config", config, "--port", String(port)] });
  return {
    ...{ oidc, server, config },
    admin: apiClient(server, server.token),
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await oidc[Symbol.asyncDispose]();
      rmSync(dir, { recursive: true });
    },
  };
}

/** A terminal that has begun to sign in. */
async function begin({ server }: Fixture) {
  const api = apiClient(server);
  const begun = await must(api("POST", "/sign-in/provider", { provider: "corp", label: "lode on <laptop>" }));
  const [id, secret, url, code] = ["id", "secret", "url", "code"].map((name) => field(begun, name));
  return {
    ...{ id: id ?? "", url: url ?? "", code: code ?? "" },
    ask: (own = secret) => api("POST", `/sign-in/provider/${id}`, { secret: own }),
  };
}

/** Confirms the code and signs in at the provider; stops before the answer comes back when it is told so. */
async function throughProvider(
  browser: Browser,
  page: Visit,
  { subject = "ann-1", stopAt }: { readonly subject?: string; readonly stopAt?: string } = {},
): Promise<Visit> {
  const login = await browser.submit(page);
  expect(login.text).toContain('name="login"');
  const consent = await browser.submit(login, { login: subject, password: "any" }, stopAt);
  return consent.text.includes("<form") ? await browser.submit(consent, {}, stopAt) : consent;
}

/** A whole sign-in in a new browser; gives the last page and the terminal's answer. */
async function signIn(fixture: Fixture, subject?: string) {
  const terminal = await begin(fixture);
  const browser = new Browser();
  const page = await browser.open(terminal.url);
  const last = await throughProvider(browser, page, { ...(subject !== undefined && { subject }) });
  return { last, answer: await terminal.ask() };
}

test("a terminal gets its token once, after its user has compared codes and signed in at the provider", async () => {
  await using fixture = await startBoth();
  const { server, admin } = fixture;
  const ways = await apiClient(server)("GET", "/sign-in");
  expect(ways.body).toEqual({ password: true, providers: [{ name: "corp", label: "Corp <SSO>" }] });
  const terminal = await begin(fixture);
  expect(terminal.code).toMatch(/^[B-Z]{4}-[B-Z]{4}$/);
  expect(await terminal.ask()).toEqual({ status: 202, body: { status: "pending" } });
  const browser = new Browser();
  const page = await browser.open(terminal.url);
  expect(page.text).toContain(`<code class="code">${terminal.code}</code>`);
  expect(page.text).toContain("Corp &#60;SSO&#62;, for <b>lode on &#60;laptop&#62;</b>");
  expect(await terminal.ask()).toMatchObject({ status: 202 });
  const last = await throughProvider(browser, page);
  expect([last.status, last.text]).toEqual([200, expect.stringContaining("You are signed in as <b>ann</b>")]);
  const answer = await terminal.ask();
  expect(answer).toMatchObject({ status: 201, body: { user: "ann", scope: "administrator" } });
  const ann = apiClient(server, field(answer.body, "token"));
  expect((await ann("GET", "/user")).body).toMatchObject({ name: "ann", is_administrator: false });
  expect(await terminal.ask()).toMatchObject({ status: 410, body: { error: { code: "SIGN_IN_ENDED" } } });
  const acts = JSON.stringify((await admin("GET", "/audit?limit=3")).body);
  for (const act of ["create user by corp", "set groups by corp", "sign in by corp"]) expect(acts).toContain(act);
  expect((await ann("GET", "/users/ann/identities")).body).toMatchObject({ items: [{ subject: "ann-1" }] });
});

test("lode login shows where to sign in and opens the browser there, and goes on when somebody has", async () => {
  await using fixture = await startBoth();
  using client = clientFolder();
  const { url } = fixture.server;
  const opened = join(client.path, "opened");
  writeFileSync(
    join(client.path, "browser"),
    `#!/bin/sh\nprintf %s "$1" > '${opened}.new' && mv '${opened}.new' '${opened}'\n`,
  );
  chmodSync(join(client.path, "browser"), 0o755);
  const BROWSER = `no-such-browser:${join(client.path, "browser")}`;
  const env = { ...process.env, BROWSER, HOME: client.path, GIT_CONFIG_GLOBAL: join(client.path, "gitconfig") };
  const args = [lode, "login", url, "--provider", "corp", "--json"];
  const child = spawn(process.execPath, args, {
    env: { ...env, XDG_CONFIG_HOME: "" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const first: { url: string; code: string } = JSON.parse(String((await lines.next()).value));
  await expect.poll(() => existsSync(opened) && readFileSync(opened, "utf8"), { timeout: 10_000 }).toBe(first.url);
  const browser = new Browser();
  const page = await browser.open(first.url);
  expect(page.text).toContain(`<code class="code">${first.code}</code>`);
  await throughProvider(browser, page);
  expect(JSON.parse(String((await lines.next()).value))).toMatchObject({ server: url, user: "ann", git: true });
  const status = await client.runWith(
    { env: { HOME: client.path } },
    process.execPath,
    lode,
    "auth",
    "status",
    "--json",
  );
  expect(JSON.parse(status.stdout)).toMatchObject([{ user: "ann", state: "good" }]);
});

test("who somebody is at the provider decides, not what they are called there, and groups count as of the sign-in", async () => {
  await using fixture = await startBoth();
  const { server, admin, oidc } = fixture;
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "closed" }));
  await must(admin("POST", "/groups", { name: "curators" }));
  await must(admin("PUT", "/namespaces/acme/groups/curators", { role: "writer" }));
  const first = apiClient(server, field((await signIn(fixture)).answer.body, "token"));
  expect((await first("GET", "/repositories/acme/closed")).status).toBe(200);
  expect((await admin("GET", "/groups/curators/members")).body).toEqual({
    items: [{ user: "ann", providers: ["corp"] }],
    next: null,
  });
  oidc.people.set("ann-1", { preferred_username: "admin", groups: ["Everybody"] });
  expect((await signIn(fixture)).answer.body).toMatchObject({ user: "ann" });
  expect((await first("GET", "/repositories/acme/closed")).status).toBe(404);
});

test("a name that is a user's here is not taken over, until an administrator says who that is", async () => {
  await using fixture = await startBoth();
  const { admin, oidc } = fixture;
  oidc.people.set("mallory-7", { preferred_username: "admin", groups: [] });
  const refused = await signIn(fixture, "mallory-7");
  expect([refused.last.status, refused.last.text]).toEqual([401, expect.stringContaining("is another user&#39;s")]);
  expect(refused.answer).toMatchObject({ status: 410 });
  expect((await admin("GET", "/audit?limit=1")).body).toMatchObject({
    items: [{ action: "sign in by corp", outcome: "refused" }],
  });
  await must(admin("POST", "/users", { name: "ann" }));
  expect((await signIn(fixture)).answer.status).toBe(410);
  const identity = { issuer: oidc.settings.issuer, subject: "ann-1" };
  const added = await must(admin("POST", "/users/ann/identities", identity));
  expect((await admin("POST", "/users/admin/identities", identity)).status).toBe(409);
  expect((await signIn(fixture)).answer).toMatchObject({ status: 201, body: { user: "ann" } });
  await must(admin("DELETE", `/users/ann/identities/${field(added, "id")}`));
  expect((await signIn(fixture)).answer.status).toBe(410);
});

test("a provider that makes no users lets in those alone whom an administrator has named", async () => {
  await using fixture = await startBoth("refuse");
  expect((await signIn(fixture)).last.text).toContain("you are no user of this server");
  expect((await fixture.admin("GET", "/users?limit=9")).body).toMatchObject({ items: [{ name: "admin" }] });
});

test("a provider's answer counts once, with its state, in the browser that confirmed", async () => {
  await using fixture = await startBoth();
  const stopAt = `${fixture.server.url}/sign-in/callback`;
  const terminal = await begin(fixture);
  const browser = new Browser();
  const { url } = await throughProvider(browser, await browser.open(terminal.url), { stopAt });
  const wrongState = new URL(url);
  wrongState.searchParams.set("state", "A".repeat(43));
  const other = new Browser();
  await other.open((await begin(fixture)).url);
  for (const attempt of [
    browser.open(wrongState.href),
    other.open(url),
    new Browser().open(url),
    browser.open(stopAt),
  ]) {
    expect((await attempt).status).toBe(410);
  }
  expect((await terminal.ask()).status).toBe(202);
  expect((await browser.open(url)).status).toBe(200);
  expect((await browser.open(url)).status).toBe(410);
  expect((await terminal.ask()).status).toBe(201);
});

test("a code of another sign-in, and a refusal of the provider, end the sign-in", async () => {
  await using fixture = await startBoth();
  const stopAt = `${fixture.server.url}/sign-in/callback`;
  const answers: URL[] = [];
  const terminals: Awaited<ReturnType<typeof begin>>[] = [];
  const browser = new Browser();
  for (let sign = 0; sign < 2; sign += 1) {
    const terminal = await begin(fixture);
    terminals.push(terminal);
    const page = await browser.open(terminal.url);
    // The provider remembers the browser the second time.
    const visit =
      sign === 0 ? await throughProvider(browser, page, { stopAt }) : await browser.submit(page, {}, stopAt);
    answers.push(new URL(visit.url));
  }
  const [first, second] = answers;
  if (first === undefined || second === undefined) throw new Error("no answers");
  first.searchParams.set("code", second.searchParams.get("code") ?? "");
  expect((await browser.open(first.href)).status).toBe(502);
  expect(await terminals[0]?.ask()).toMatchObject({ status: 410, body: { error: { code: "SIGN_IN_ENDED" } } });
  second.searchParams.delete("code");
  second.searchParams.set("error", "access_denied");
  expect((await browser.open(second.href)).status).toBe(502);
  expect((await terminals[1]?.ask())?.status).toBe(410);
});

test("no other page confirms a code, no other terminal takes the token", async () => {
  await using fixture = await startBoth();
  const [terminal, other] = [await begin(fixture), await begin(fixture)];
  const browser = new Browser();
  const page = await browser.open(terminal.url);
  const elsewhere = await browser.open(other.url);
  expect((await browser.submit({ ...page, url: other.url })).status).toBe(410);
  expect((await new Browser().submit(page)).status).toBe(410);
  expect((await browser.open(terminal.url, { method: "POST", body: new URLSearchParams() })).status).toBe(400);
  expect(elsewhere.status).toBe(200);
  await throughProvider(browser, page);
  expect((await terminal.ask("A".repeat(43))).status).toBe(410);
  expect((await other.ask()).status).toBe(202);
  expect((await terminal.ask()).status).toBe(201);
  expect((await browser.open(`${fixture.server.url}/sign-in/nothing`)).status).toBe(410);
  const unknown = await apiClient(fixture.server)("POST", "/sign-in/provider", { provider: "none", label: "x" });
  expect(unknown).toMatchObject({ status: 404, body: { error: { code: "PROVIDER_UNKNOWN" } } });
});

test("pages run no script, are framed by nobody, and no secret is printed or logged", async () => {
  await using fixture = await startBoth();
  const answer = await fetch((await begin(fixture)).url);
  expect(answer.headers.get("content-security-policy")).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
  expect(answer.headers.get("set-cookie")).toMatch(/HttpOnly; SameSite=Lax$/);
  expect(answer.headers.get("cache-control")).toBe("no-store");
  await signIn(fixture);
  const binary = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
  const check = spawnSync(process.execPath, [binary, "serve", "--config", fixture.config, "--check", "--json"], {
    encoding: "utf8",
  });
  expect(check.stdout).toContain('"corp"');
  expect(check.stdout + fixture.server.log()).not.toContain(fixture.oidc.settings.clientSecret);
});
