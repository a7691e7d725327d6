import { expect, test } from "vitest";
import { accessMatrix, type MatrixRow, type Visibility } from "./access-matrix.ts";
import { must } from "./api-client.ts";
import { clientFolder } from "./git-client.ts";
import { keyOf, oidOf, publishDataset, upload } from "./published-data.ts";
import { type CallerName, type RegistryFixture, remakeRepository, startRegistry } from "./registry-fixture.ts";

/** A request, and the status of success. */
interface Verb {
  readonly method: string;
  /** Below the address of the repository, or behind `api:` below its address in the API. */
  readonly path: string;
  readonly ok: number;
  /** A text, or a value that is sent as JSON. */
  readonly body?: string | object;
}

/** Of an object that both repositories hold. */
const object = `/dvc/${keyOf(oidOf("hello"))}`;
const commit = "1".repeat(40);

const verbs: Readonly<Record<string, Verb>> = {
  "git: clone": { method: "GET", path: "/info/refs?service=git-upload-pack", ok: 200 },
  // What git answers to bodies that are none of its own.
  "git: fetch without asking": { method: "POST", path: "/git-upload-pack", ok: 415 },
  "git: push": { method: "GET", path: "/info/refs?service=git-receive-pack", ok: 200 },
  "git: push without asking": { method: "POST", path: "/git-receive-pack", ok: 415 },
  "dvc: look": { method: "HEAD", path: object, ok: 200 },
  "dvc: download": { method: "GET", path: object, ok: 200 },
  "dvc: upload": { method: "POST", path: object, ok: 200, body: "hello" },
  "dvc: upload by PUT": { method: "PUT", path: object, ok: 200, body: "hello" },
  "batch: discover": { method: "GET", path: "/dvc/batch", ok: 200 },
  "batch: which are missing": { method: "POST", path: "/dvc/batch/missing", ok: 200, body: { oids: [] } },
  "batch: download": { method: "POST", path: "/dvc/batch/download", ok: 200, body: { oids: [] } },
  "batch: upload": { method: "POST", path: "/dvc/batch/upload", ok: 200, body: "" },
  "stream: commit": { method: "GET", path: "/dvc/batch/commit", ok: 200 },
  "stream: objects of Git": { method: "POST", path: "/dvc/batch/git", ok: 200, body: { ids: [] } },
  "stream: tags": { method: "GET", path: "/dvc/batch/tags", ok: 200 },
  "plain URL: look": { method: "HEAD", path: "/@main/notes.txt", ok: 200 },
  "plain URL: download": { method: "GET", path: "/@v1/data/set/a", ok: 200 },
  "api: read": { method: "GET", path: "api:", ok: 200 },
  "api: datasets": { method: "GET", path: "api:/datasets", ok: 200 },
  "api: resolve": { method: "GET", path: "api:/resolve?path=notes.txt", ok: 200 },
  "api: entries": { method: "GET", path: "api:/entries?path=data/set", ok: 200 },
  "api: diff": { method: "GET", path: "api:/diff?from=main&path=data/set", ok: 200 },
  "api: versions": { method: "GET", path: "api:/versions?path=data/set", ok: 200 },
  "api: artifacts": { method: "GET", path: "api:/artifacts", ok: 200 },
  "api: artifact versions": { method: "GET", path: "api:/artifacts/versions?artifact=set", ok: 200 },
  "api: branches": { method: "GET", path: "api:/branches", ok: 200 },
  "api: tags": { method: "GET", path: "api:/tags", ok: 200 },
  "api: readme": { method: "GET", path: "api:/readme", ok: 200 },
  "api: license": { method: "GET", path: "api:/license", ok: 200 },
  "api: who imports": { method: "GET", path: "api:/imports", ok: 200 },
  "api: tell an import": {
    method: "POST",
    path: "api:/imports",
    ok: 204,
    body: { project: "https://example.org/p", items: [{ path: "data/set", commit }] },
  },
  "api: forget own imports": { method: "DELETE", path: "api:/imports?project=https://example.org/p", ok: 204 },
  "api: describe": { method: "PATCH", path: "api:", ok: 200, body: { description: "d" } },
  "api: choose a policy": { method: "PATCH", path: "api:", ok: 200, body: { push_policy: "refuse" } },
  "api: choose a branch": { method: "PATCH", path: "api:", ok: 200, body: { default_branch: "main" } },
  "api: list members": { method: "GET", path: "api:/members", ok: 200 },
  "api: list groups": { method: "GET", path: "api:/groups", ok: 200 },
  "api: choose a visibility": { method: "PATCH", path: "api:", ok: 200, body: { visibility: "<own>" } },
  "api: give a role": { method: "PUT", path: "api:/members/stranger-2", ok: 200, body: { role: "reader" } },
  "api: take a role": { method: "DELETE", path: "api:/members/stranger-2", ok: 204 },
  "api: give a group a role": { method: "PUT", path: "api:/groups/strangers", ok: 200, body: { role: "reader" } },
  "api: take a group's role": { method: "DELETE", path: "api:/groups/strangers", ok: 204 },
  "api: remove": { method: "DELETE", path: "api:", ok: 204 },
};

const names: Readonly<Record<Visibility, "open" | "closed">> = { public: "open", private: "closed" };

async function statusOf(
  { server, token }: RegistryFixture,
  { method, path, body }: Verb,
  { caller, visibility }: { readonly caller: CallerName; readonly visibility: Visibility },
): Promise<number> {
  const isApi = path.startsWith("api:");
  const repository = `acme/${names[visibility]}`;
  const url = isApi ? `/api/v1/repositories/${repository}${path.slice(4)}` : `/${repository}${path}`;
  const secret = token(caller);
  const text = typeof body === "object" ? JSON.stringify(body).replace("<own>", visibility) : body;
  const answer = await fetch(`${server.url}${url}`, {
    method,
    headers: {
      // The API as programs sign in, everything else as git and DVC do: the token is the password.
      ...(secret !== undefined && { authorization: isApi ? `Bearer ${secret}` : basic(secret) }),
      ...(typeof body === "object" && { "content-type": "application/json" }),
    },
    ...(text !== undefined && { body: text }),
  });
  await answer.arrayBuffer();
  return answer.status;
}

function basic(token: string): string {
  return `Basic ${Buffer.from(`x:${token}`).toString("base64")}`;
}

function wanted(mark: string, { ok }: Verb): number {
  return (
    new Map([
      ["+", ok],
      ["x", 403],
      ["o", 404],
      ["-", 401],
    ]).get(mark) ?? 0
  );
}

/** Data in a repository, so that there is something to be read. */
async function publish(fixture: RegistryFixture, repository: string): Promise<void> {
  using client = clientFolder();
  const beside = { "README.md": "# Set", "dvc.yaml": "artifacts:\n  set:\n    path: data/set\n" };
  await publishDataset(fixture, client, { repository, files: { a: "a" }, tag: "v1", beside });
  await upload(fixture, repository, { oid: oidOf("hello"), body: "hello" });
}

test("every verb has its rows, and no row is of another", () => {
  const rows = accessMatrix().map(({ verb, visibility }) => `${verb}, ${visibility}`);
  const expected = Object.keys(verbs).flatMap((verb) => [`${verb}, public`, `${verb}, private`]);
  expect(rows).toEqual(expected);
});

test("every caller may do what the matrix says and nothing else, over every protocol", async () => {
  await using fixture = await startRegistry();
  await must(fixture.admin("POST", "/users", { name: "stranger-2" }));
  await must(fixture.admin("POST", "/groups", { name: "strangers" }));
  for (const name of Object.values(names)) await publish(fixture, name);
  const wrong: string[] = [];
  for (const row of accessMatrix()) wrong.push(...(await wrongCells(fixture, row)));
  expect(wrong).toEqual([]);
});

async function wrongCells(fixture: RegistryFixture, row: MatrixRow): Promise<string[]> {
  const { verb: name, visibility, cells } = row;
  const verb = verbs[name];
  if (verb === undefined) throw new Error(`there is no verb '${name}'`);
  const wrong: string[] = [];
  for (const [caller, mark] of cells) {
    await prepare(fixture, row);
    const status = await statusOf(fixture, verb, { caller, visibility });
    const want = wanted(mark, verb);
    if (status !== want) wrong.push(`${caller}, ${visibility}, ${name}: ${status}, not ${want}`);
    if (name === "api: remove" && mark === "+") await remakeRepository(fixture.admin, names[visibility]);
  }
  return wrong;
}

/** What is to be taken away must be there. */
async function prepare({ admin }: RegistryFixture, { verb, visibility }: MatrixRow): Promise<void> {
  const taken = new Map([
    ["api: take a role", "members/stranger-2"],
    ["api: take a group's role", "groups/strangers"],
  ]).get(verb);
  const path = `/repositories/acme/${names[visibility]}/${taken}`;
  if (taken !== undefined) await must(admin("PUT", path, { role: "reader" }));
}
