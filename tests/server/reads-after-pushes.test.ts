import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { type ClientFolder, clientFolder, gitUrl } from "./git-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { newScaledPlace, startScaledServers } from "./scaled-set-up.ts";

/** A server with an empty `acme/animals`, whose push policy lets everything through. */
async function startWithRepository(start: () => Promise<LodeServer>): Promise<{ server: LodeServer; token: string }> {
  const server = await start();
  onTestFinished(() => server[Symbol.asyncDispose](), 60_000);
  const admin = apiClient(server, server.token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "animals", push_policy: "off" }));
  return { server, token: server.token ?? "" };
}

/** Makes a commit without files on top of another one, or of nothing, and gives its id. */
async function commit(client: ClientFolder, message: string, parent?: string): Promise<string> {
  const tree = await client.git("work", "hash-object", "-t", "tree", "-w", "/dev/null");
  const parents = parent === undefined ? [] : ["-p", parent];
  return await client.git("work", "commit-tree", tree, "-m", message, ...parents);
}

async function newClient(): Promise<ClientFolder> {
  const client = clientFolder();
  onTestFinished(() => client[Symbol.dispose]());
  await client.git(".", "init", "--quiet", "-b", "main", "work");
  return client;
}

/** The commit that a server says a revision is, or the code of its error. */
function reader(server: Pick<LodeServer, "url">, token: string) {
  return async (rev: string): Promise<unknown> => {
    const { body } = await apiClient(server, token)("GET", `/repositories/acme/animals/datasets?rev=${rev}`);
    const { commit: found, error } = body as { commit?: string; error?: { code: string } };
    return found ?? error?.code;
  };
}

test("every name that git takes is a revision, and what makes git search is none", async () => {
  const { server, token } = await startWithRepository(startLodeServer);
  const client = await newClient();
  const target = gitUrl(server.url, "acme/animals", token);
  const first = await commit(client, "first");
  await client.git("work", "push", "--quiet", target, `${first}:refs/heads/main`);
  const names = ["été", "a/b/c", "it's", "50%25", "#1", "x@y", "(v1)", "a&b=c", "v1.0+x", "版本", "_", "{}"];
  await client.git("work", "push", "--quiet", target, ...names.map((name) => `${first}:refs/tags/${name}`));
  const commitOf = reader(server, token);
  const served = async (rev: string): Promise<string> => {
    const url = `${server.url}/acme/animals/dvc/batch/commit?rev=${encodeURIComponent(rev)}`;
    const answer = await fetch(url, { headers: { "x-lode-token": token } });
    return (await answer.text()).split(" ", 1)[0] ?? "";
  };
  for (const name of names) {
    expect([name, await commitOf(encodeURIComponent(name)), await served(name)]).toEqual([name, first, first]);
  }
  for (const rev of [":/first", "main^{/first}", "main@{0}", "@{-1}", "--all", "a..b", "a\0b"]) {
    expect([rev, await commitOf(encodeURIComponent(rev))]).toEqual([rev, expect.stringMatching(/_UNKNOWN|_INVALID/)]);
    expect(await served(rev)).toMatch(/_UNKNOWN|_INVALID/);
  }
});

test("what a name leads to is right at once after each kind of push, and after what git does by itself", async () => {
  const { server, token } = await startWithRepository(startLodeServer);
  const client = await newClient();
  const target = gitUrl(server.url, "acme/animals", token);
  const push = (...refs: readonly string[]) => client.git("work", "push", "--quiet", target, ...refs);
  const commitOf = reader(server, token);
  const first = await commit(client, "first");
  const second = await commit(client, "second", first);
  const other = await commit(client, "other");

  expect(await commitOf("main")).toBe("REVISION_UNKNOWN");
  await push(`${first}:refs/heads/main`);
  for (const rev of ["main", "HEAD", "heads/main", first, first.slice(0, 10)]) expect(await commitOf(rev)).toBe(first);
  await push(`${second}:refs/heads/main`);
  for (const rev of ["main", "HEAD", "main"]) expect(await commitOf(rev)).toBe(second);
  await push("--force", `${other}:refs/heads/main`);
  expect(await commitOf("main")).toBe(other);
  // And back to where it was before.
  await push("--force", `${second}:refs/heads/main`);
  expect(await commitOf("main")).toBe(second);
  expect(await commitOf(other)).toBe(other);

  await push(`${other}:refs/heads/side`);
  expect(await commitOf("side")).toBe(other);
  await push(":refs/heads/side");
  expect(await commitOf("side")).toBe("REVISION_UNKNOWN");
  // A tag comes before a branch of its name, as in git.
  await push(`${first}:refs/heads/both`);
  expect(await commitOf("both")).toBe(first);
  await push(`${second}:refs/tags/both`);
  expect(await commitOf("both")).toBe(second);
  await push(":refs/tags/both");
  expect(await commitOf("both")).toBe(first);

  const [folder = ""] = readdirSync(join(server.dataDir, "git"));
  const inServer = (...args: readonly string[]) => client.git(".", "-C", join(server.dataDir, "git", folder), ...args);
  await inServer("pack-refs", "--all");
  expect(await commitOf("both")).toBe(first);
  await inServer("update-ref", "refs/heads/both", other);
  expect(await commitOf("both")).toBe(other);
  await inServer("symbolic-ref", "HEAD", "refs/heads/both");
  expect(await commitOf("HEAD")).toBe(other);
  await inServer("update-ref", "-d", "refs/heads/both");
  expect(await commitOf("both")).toBe("REVISION_UNKNOWN");
});

test("who may no longer see a repository is not answered from what is kept", async () => {
  const { server, token } = await startWithRepository(startLodeServer);
  const client = await newClient();
  const first = await commit(client, "first");
  await client.git("work", "push", "--quiet", gitUrl(server.url, "acme/animals", token), `${first}:refs/heads/main`);
  const admin = apiClient(server, token);
  await must(admin("PATCH", "/repositories/acme/animals", { visibility: "public" }));
  const anonymous = () => apiClient(server)("GET", "/repositories/acme/animals/datasets?rev=main");
  expect((await anonymous()).status).toBe(200);
  await must(admin("PATCH", "/repositories/acme/animals", { visibility: "private" }));
  expect((await anonymous()).status).toBe(401);
  await must(admin("DELETE", "/repositories/acme/animals"));
  expect(await reader(server, token)("main")).toBe("REPOSITORY_UNKNOWN");
  await must(admin("POST", "/repositories", { namespace: "acme", name: "animals" }));
  for (const rev of ["main", first]) expect(await reader(server, token)(rev)).toBe("REVISION_UNKNOWN");
});

test("a replica knows at once what was pushed to another one", async () => {
  await using servers = await startScaledServers();
  const { variables } = await newScaledPlace(servers);
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose](), 60_000);
  const start = () => startLodeServer({ dataDir: folder.path, variables });
  const { server, token } = await startWithRepository(start);
  await using replica = await start();
  const client = await newClient();
  const push = (to: LodeServer, ...refs: readonly string[]) =>
    client.git("work", "push", "--quiet", gitUrl(to.url, "acme/animals", token), ...refs);
  const commitOf = reader(replica, token);
  let last: string | undefined;
  for (const message of ["first", "second", "third"]) {
    last = await commit(client, message, last);
    await push(server, `${last}:refs/heads/main`);
    for (const rev of ["main", "HEAD"]) expect(await commitOf(rev)).toBe(last);
  }
  const other = await commit(client, "other");
  await push(server, "--force", `${other}:refs/heads/main`);
  expect(await commitOf("main")).toBe(other);
  await push(server, `${other}:refs/heads/side`);
  expect(await commitOf("side")).toBe(other);
  await push(server, ":refs/heads/side");
  expect(await commitOf("side")).toBe("REVISION_UNKNOWN");
});
