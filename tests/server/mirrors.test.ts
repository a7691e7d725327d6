import { execFileSync } from "node:child_process";
import { createHmac } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listenLocally } from "../servers/listen-locally.ts";
import { apiClient, field, must } from "./api-client.ts";
import { clientFolder, gitUrl } from "./git-client.ts";
import { startLodeServer } from "./lode-server.ts";
import { publishDataset } from "./published-data.ts";
import { startRegistry } from "./registry-fixture.ts";

const files = { "a.txt": "alpha", "b.txt": "beta" };
const soon = { timeout: 10_000, interval: 50 };
const anywhere = () => startLodeServer({ variables: { LODE_SERVE_MIRROR_SOURCES: "any" } });

function mirrorOf(url: string, name: string, password?: string) {
  const mirror = { url, interval_seconds: 86_400, ...(password !== undefined && { password }) };
  return { namespace: "acme", name, visibility: "public", mirror };
}

test("a mirrored repository follows its source: fetched when asked, by webhook, with its tags and default branch", async () => {
  await using source = await startRegistry();
  await using fixture = await startRegistry(anywhere);
  using client = clientFolder();
  const first = await publishDataset(source, client, { repository: "closed", files, tag: "v1" });
  const password = source.token("reader") ?? "";
  const sourceUrl = `${source.server.url}/acme/closed`;
  const made = await must(fixture.admin("POST", "/repositories", mirrorOf(sourceUrl, "mirror", password)));
  expect(made).toMatchObject({ name: "mirror", is_mirror: true });
  const api = apiClient(fixture.server, fixture.token("reader"));
  const path = "/repositories/acme/mirror";
  const versions = async () => JSON.stringify((await api("GET", `${path}/versions?path=data/set`)).body);
  await expect.poll(versions, soon).toContain(first);
  expect((await api("GET", `${path}/datasets?rev=v1`)).body).toMatchObject({ items: [{ path: "data/set" }, {}] });

  const state = async () => (await fixture.admin("GET", `${path}/mirror`)).body;
  expect(await state()).toMatchObject({ url: sourceUrl, user: null, has_password: true, error: null, failures: 0 });
  expect(Date.parse(field(await state(), "next_fetch_at"))).toBeGreaterThan(Date.now() + 80_000_000);

  // Asked for, it follows: new commits, another default branch, a tag that is gone.
  const push = gitUrl(source.server.url, "acme/closed", source.token("writer"));
  await client.git("work", "commit", "--quiet", "--allow-empty", "-m", "second");
  await client.git("work", "push", "--quiet", push, "HEAD:main", ":v1", "HEAD:refs/heads/topic");
  const second = await client.git("work", "rev-parse", "HEAD");
  expect((await fixture.admin("POST", `${path}/mirror/fetch`)).status).toBe(202);
  const own = gitUrl(fixture.server.url, "acme/mirror");
  const refs = () => client.git(".", "ls-remote", own);
  await expect.poll(refs, soon).toContain(`${second}\trefs/heads/topic`);
  expect(await refs()).not.toContain("v1");

  // A webhook that is signed asks too; one that is not asks for nothing.
  const hook = async (body: string, headers: Record<string, string>) =>
    (await fetch(`${fixture.server.url}/api/v1${path}/mirror/webhook`, { method: "POST", body, headers })).status;
  const secret = field(made, "webhook_secret");
  const signed = (body: string) => `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`;
  await client.git("work", "push", "--quiet", push, ":topic");
  expect(await hook("{}", {})).toBe(403);
  expect(await hook("{}", { "x-hub-signature-256": signed("{ }") })).toBe(403);
  expect(await hook("{}", { "x-gitlab-token": "none" })).toBe(403);
  expect(await refs()).toContain("topic");
  expect(await hook("{}", { "x-hub-signature-256": signed("{}"), "content-type": "application/json" })).toBe(202);
  await expect.poll(refs, soon).not.toContain("topic");
  expect(await hook("payload=x", { "x-gitlab-token": secret })).toBe(202);
  const elsewhere = `${fixture.server.url}/api/v1/repositories/acme/closed/mirror/webhook`;
  expect((await fetch(elsewhere, { method: "POST", headers: { "x-gitlab-token": "none" } })).status).toBe(403);

  // Nobody pushes to it, but data may be sent.
  const pushed = await client.run(
    "work",
    "git",
    "push",
    gitUrl(fixture.server.url, "acme/mirror", fixture.server.token),
    "main",
  );
  expect(pushed.exitCode).not.toBe(0);
  expect(pushed.stderr).toContain("Cannot push to 'acme/mirror': it follows another repository");

  // The credentials are nowhere to be read: not in files, not in answers, not in the log.
  const { dataDir } = fixture.server;
  const encoded = Buffer.from(`x-access-token:${password}`).toString("base64");
  for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    for (const text of [password, encoded, secret])
      expect([entry.name, bytes.includes(text)]).toEqual([entry.name, false]);
  }
  expect(statSync(join(dataDir, "secret_key")).mode & 0o777).toBe(0o600);
  expect(JSON.stringify([await state(), fixture.server.log()])).not.toContain(password);

  // Without its source it is an ordinary repository.
  await must(fixture.admin("DELETE", `${path}/mirror`));
  expect((await fixture.admin("GET", `${path}/mirror`)).status).toBe(404);
  expect((await api("GET", path)).body).toMatchObject({ is_mirror: false });
  await client.git(
    "work",
    "push",
    "--quiet",
    gitUrl(fixture.server.url, "acme/mirror", fixture.server.token),
    "main:more",
  );
});

test("a fetch that fails says why, without secrets, keeps what is there and waits longer each time", async () => {
  await using source = await startRegistry();
  await using fixture = await startRegistry(anywhere);
  using client = clientFolder();
  const commit = await publishDataset(source, client, { repository: "open", files, tag: "v1" });
  const path = "/repositories/acme/mirror";
  await must(fixture.admin("POST", "/repositories", mirrorOf(`${source.server.url}/acme/open`, "mirror")));
  const refs = () => client.git(".", "ls-remote", gitUrl(fixture.server.url, "acme/mirror"));
  await expect.poll(refs, soon).toContain(commit);
  const state = async () => (await fixture.admin("GET", `${path}/mirror`)).body;
  const waitMs = async () =>
    Date.parse(field(await state(), "next_fetch_at")) - Date.parse(field(await state(), "attempted_at"));
  await must(source.admin("DELETE", "/repositories/acme/open"));
  for (const [failures, seconds] of [
    [1, 60],
    [2, 120],
    [3, 240],
  ] as const) {
    await must(fixture.admin("POST", `${path}/mirror/fetch`));
    await expect.poll(state, soon).toMatchObject({ failures, error: expect.stringMatching(/git/) });
    expect(Math.abs((await waitMs()) / 1000 - seconds)).toBeLessThan(10);
  }
  expect(await refs()).toContain(commit);

  const password = "hunter2-very-secret";
  const url = `${source.server.url}/acme/closed`;
  await must(fixture.admin("PUT", `${path}/mirror`, { url, user: "ann", password }));
  await expect.poll(state, soon).toMatchObject({ url, user: "ann", failures: 1, error: expect.any(String) });
  expect(JSON.stringify([await state(), fixture.server.log()])).not.toContain(password);
  expect(await refs()).toContain(commit);
});

test("credentials are not in the command line of git, and no redirection is followed", async () => {
  await using fixture = await startRegistry(anywhere);
  const commands: string[] = [];
  const seen: string[] = [];
  const host = createServer((request, answer) => {
    seen.push(`${request.url} ${request.headers.authorization}`);
    commands.push(execFileSync("ps", ["-eww", "-o", "args"], { encoding: "utf8" }));
    answer.writeHead(302, { location: `${fixture.server.url}/acme/open/info/refs?service=git-upload-pack` }).end();
  });
  const url = `http://127.0.0.1:${await listenLocally(host)}/team/data`;
  await must(fixture.admin("POST", "/repositories", mirrorOf(url, "mirror", "hunter2-secret")));
  const state = async () => (await fixture.admin("GET", "/repositories/acme/mirror/mirror")).body;
  await expect.poll(state, soon).toMatchObject({ failures: 1 });
  host.closeAllConnections();
  host.close();
  const basic = Buffer.from("x-access-token:hunter2-secret").toString("base64");
  expect(seen).toEqual([`/team/data/info/refs?service=git-upload-pack Basic ${basic}`]);
  expect(commands.join("")).toContain("git-remote-http");
  expect(commands.join("")).not.toMatch(new RegExp(`hunter2|${basic}`));
});

test("only public http and https addresses are mirrored, and only by those who may", async () => {
  await using fixture = await startRegistry();
  const create = async (url: string, more: object = {}) => {
    const { status, body } = await fixture.admin("POST", "/repositories", {
      namespace: "acme",
      name: "mirror",
      mirror: { url, ...more },
    });
    return [status, JSON.stringify(body)];
  };
  for (const url of [
    fixture.server.url,
    "http://127.0.0.1/x",
    "http://2130706433/x",
    "https://[::1]/x",
    "https://[::ffff:169.254.169.254]/x",
    "http://169.254.169.254/latest",
    "https://localhost/x",
    "file:///etc",
    "/etc",
    "ssh://git@example.org/x",
    "git@example.org:x",
    "ext::sh -c id",
    "--upload-pack=id",
    "https://user:hunter2@example.org/x",
  ]) {
    const [status, body] = await create(url);
    expect([url, status]).toEqual([url, 400]);
    expect(body).not.toContain("hunter2");
  }
  expect(await create("http://example.org/x", { password: "hunter2" })).toEqual([
    400,
    expect.not.stringContaining("hunter2"),
  ]);
  expect(await create("https://example.org/x", { user: "a:b" })).toEqual([400, expect.any(String)]);
  expect(await create("https://example.org/x", { password: "a\nX-Evil: 1" })).toEqual([400, expect.any(String)]);
  expect((await fixture.admin("GET", "/repositories/acme/mirror")).status).toBe(404);

  const path = "/repositories/acme/open/mirror";
  const as = (caller: "anonymous" | "writer" | "maintainer") => apiClient(fixture.server, fixture.token(caller));
  const body = { url: "https://mirror.invalid/x" };
  expect((await as("anonymous")("GET", path)).status).toBe(401);
  expect((await as("writer")("GET", path)).status).toBe(403);
  expect((await as("writer")("POST", `${path}/fetch`)).status).toBe(403);
  expect((await as("maintainer")("PUT", path, body)).status).toBe(403);
  expect((await as("maintainer")("POST", `${path}/fetch`)).status).toBe(404);
  await must(fixture.admin("PUT", path, body));
  await expect
    .poll(async () => (await as("maintainer")("GET", path)).body, soon)
    .toMatchObject({ failures: 1, error: "Cannot mirror from 'mirror.invalid': there is no such host" });
});
