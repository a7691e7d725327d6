import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { listImporters } from "../../packages/core/src/index.ts";
import { type PassingServer, startPassingServer } from "../servers/passing-server.ts";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { publishDataset } from "./published-data.ts";
import { type RegistryFixture, startRegistry } from "./registry-fixture.ts";

const lode = join(import.meta.dirname, "../../packages/cli/bin/lode.js");
const files = { "a.txt": "alpha", "b.txt": "beta" };
const commit = "1".repeat(40);
const project = "https://example.org/team/consumer";
const one = { project, items: [{ path: "data/set", commit }] };

/** A project with an `origin`, in which lode runs. */
async function consumer(client: ClientFolder): Promise<(...args: readonly string[]) => Promise<void>> {
  mkdirSync(join(client.path, "consumer"));
  await client.git("consumer", "init", "--quiet", "-b", "main");
  await client.git("consumer", "remote", "add", "origin", "https://user:secret@example.org/team/consumer");
  const run = async (...args: readonly string[]) => {
    const ran = await client.run("consumer", process.execPath, lode, ...args);
    expect(ran.exitCode, ran.stderr).toBe(0);
  };
  await run("init", "-q");
  return run;
}

/** Passes requests on to a server, but never answers those that end in this. */
function proxyWithout(silent: string, target: string): Promise<PassingServer> {
  return startPassingServer(target, ({ url = "" }) => url.endsWith(silent));
}

function listed(fixture: RegistryFixture) {
  const api = apiClient(fixture.server, fixture.token("reader"));
  return async () => (await api("GET", "/repositories/acme/closed/imports")).body;
}

test("lode import and update tell the server who imports what, until they are told not to", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const files2 = { ...files, "c.txt": "gamma" };
  const first = await publishDataset(fixture, client, { repository: "closed", files, tag: "v1" });
  const run = await consumer(client);
  const url = gitUrl(fixture.server.url, "acme/closed", fixture.token("reader"));
  await run("config", "core.autostage", "true");
  await run("import", "-q", "--no-download", url, "data/set", "--rev", "v1");
  const told = { project, path: "data/set", user: "reader" };
  const list = listed(fixture);
  // Whether this is such a server was asked once.
  expect(fixture.server.log().match(/GET[^\n]*\/acme\/closed\/dvc\/batch\b(?!\/)/g)).toHaveLength(1);
  expect(await list()).toMatchObject({ items: [{ ...told, rev: "v1", commit: first }], next: null });
  const second = await publishDataset(fixture, client, { repository: "closed", files: files2, tag: "v2" });
  await run("update", "-q", "--no-download", "set.dvc", "--rev", "v2");
  expect(await list()).toMatchObject({ items: [{ ...told, rev: "v2", commit: second }] });
  const importers = await listImporters({ git: { env: {} } }, { url, path: "data/set" });
  expect(importers).toMatchObject([{ ...told, rev: "v2", commit: second }]);
  expect(JSON.stringify(await list())).not.toContain("secret");

  await client.git("consumer", "config", "lode.registerImports", "false");
  await run("import", "-q", "--no-download", url, "notes.txt");
  await client.git("consumer", "config", "--unset", "lode.registerImports");
  const quiet = ["LODE_REGISTER_IMPORTS=0", process.execPath, lode, "import", "-q", "--no-download", url, "notes.txt"];
  expect((await client.run("consumer", "env", ...quiet, "-o", "more.txt")).exitCode).toBe(0);
  await client.git("consumer", "remote", "set-url", "origin", "/srv/git/consumer");
  await run("import", "-q", "--no-download", url, "notes.txt", "-o", "local.txt");
  expect((await list()) as object).toMatchObject({ items: [told] });
  expect(JSON.stringify(await list())).not.toContain("notes.txt");
});

test("an import whose registration fails, or takes too long, is an import all the same", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  await publishDataset(fixture, client, { repository: "open", files, tag: "v1" });
  const run = await consumer(client);
  // Who has not signed in may read what is public, but tells nobody anything.
  await run("import", "-q", "--no-download", gitUrl(fixture.server.url, "acme/open"), "data/set");
  expect((await fixture.admin("GET", "/repositories/acme/open/imports")).body).toEqual({ items: [], next: null });
  await using silent = await proxyWithout("/dvc/batch", fixture.server.url);
  await run("import", "-q", "--no-download", `${silent.url}/acme/open`, "notes.txt");
});

test("readers tell and see, others do not; what is told is bounded, and goes when it is taken back", async () => {
  await using fixture = await startRegistry();
  const path = "/repositories/acme/closed/imports";
  const statuses = async (body: unknown, caller: "anonymous" | "stranger" | "reader") =>
    (await apiClient(fixture.server, fixture.token(caller))("POST", path, body)).status;
  expect(await statuses(one, "anonymous")).toBe(401);
  expect(await statuses(one, "stranger")).toBe(404);
  expect(await statuses(one, "reader")).toBe(204);
  expect(await statuses(one, "reader")).toBe(204);
  for (const bad of [
    { ...one, project: "/srv/git/a" },
    { ...one, project: "file:///srv/git/a" },
    { ...one, project: "javascript:alert(1)" },
    { ...one, project: "https://example.org/\u001b[31m" },
    { ...one, project: `https://example.org/${"a".repeat(1024)}` },
    { ...one, items: [] },
    { ...one, items: Array.from({ length: 1001 }, () => one.items[0]) },
    { ...one, items: [{ path: "a\nb", commit }] },
    { ...one, items: [{ path: "a", commit: "main" }] },
    { ...one, items: [{ path: "a", commit, rev: "--all" }] },
    { ...one, more: true },
  ]) {
    expect([bad, await statuses(bad, "reader")]).toEqual([bad, 400]);
  }
  const writer = apiClient(fixture.server, fixture.token("writer"));
  const others = { project: "https://u:p@example.org/another", items: [...one.items, { path: "notes.txt", commit }] };
  await must(writer("POST", path, others));
  const projects = async (query = "") =>
    JSON.stringify((await writer("GET", `${path}${query}`)).body).match(/(?<="project":")[^"]+/g) ?? [];
  const another = "https://example.org/another";
  expect(await projects()).toEqual([another, another, project]);
  expect(await projects("?path=notes.txt")).toEqual([another]);
  const page = (await writer("GET", `${path}?limit=2`)).body as { next: string };
  expect(await projects(`?limit=2&after=${encodeURIComponent(page.next)}`)).toEqual([project]);
  expect((await apiClient(fixture.server)("GET", "/repositories/acme/open/imports")).status).toBe(401);

  const ofProject = (caller: "reader" | "stranger") =>
    apiClient(fixture.server, fixture.token(caller))("GET", `/imports?project=${encodeURIComponent(another)}`);
  expect((await ofProject("reader")).body).toMatchObject({
    items: [{ namespace: "acme", name: "closed" }, { name: "closed" }],
    next: null,
  });
  expect((await ofProject("stranger")).body).toEqual({ items: [], next: null });

  // A writer takes back its own; a maintainer everybody's.
  const forget = `${path}?project=${encodeURIComponent(project)}`;
  await must(writer("DELETE", forget));
  expect(await projects()).toHaveLength(3);
  await must(apiClient(fixture.server, fixture.token("maintainer"))("DELETE", forget));
  expect(await projects()).toEqual([another, another]);
  expect((await fixture.admin("DELETE", "/users/writer")).status).toBe(204);
  expect((await fixture.admin("GET", path)).body).toEqual({ items: [], next: null });
});
