import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clientFolder, gitUrl } from "./git-client.ts";
import { startRegistry } from "./registry-fixture.ts";

test("git pushes, clones, fetches, shallow and partial, over protocol 2", async () => {
  await using fixture = await startRegistry();
  using client = clientFolder();
  const { url } = fixture.server;
  const pushUrl = gitUrl(url, "acme/open", fixture.token("writer"));
  await client.git(".", "init", "--quiet", "-b", "trunk", "work");
  for (const text of ["one", "two", "three"]) {
    writeFileSync(join(client.path, "work/a.txt"), text.repeat(20_000));
    await client.git("work", "add", ".");
    await client.git("work", "commit", "--quiet", "-m", text);
  }
  await client.git("work", "push", "--quiet", pushUrl, "trunk");

  await client.git(".", "clone", "--quiet", gitUrl(url, "acme/open.git"), "whole");
  expect(await client.git("whole", "log", "--format=%s")).toBe("three\ntwo\none");
  expect(await client.git("whole", "branch", "--show-current")).toBe("trunk");
  await client.git(".", "clone", "--quiet", "--depth=1", gitUrl(url, "acme/open"), "shallow");
  expect(await client.git("shallow", "log", "--format=%s")).toBe("three");
  await client.git(".", "clone", "--quiet", "--filter=blob:none", gitUrl(url, "acme/open"), "partial");
  expect(await client.git("partial", "rev-list", "--objects", "--missing=print", "HEAD")).toMatch(/^\?/m);
  expect(await client.git("partial", "show", "HEAD~2:a.txt")).toBe("one".repeat(20_000));
  const trace = await client.run("whole", "env", "GIT_TRACE_PACKET=1", "git", "fetch", "origin");
  expect(trace.stderr).toContain("version 2");

  await client.git("work", "tag", "data@v1.0.0");
  await client.git("work", "push", "--quiet", pushUrl, "--tags");
  await client.git("whole", "fetch", "--quiet", "--tags");
  expect(await client.git("whole", "tag")).toBe("data@v1.0.0");
});

test("git takes a damaged or foreign object nowhere, and no path out of the folder", async () => {
  await using fixture = await startRegistry();
  const { url, dataDir } = fixture.server;
  const token = fixture.token("writer") ?? "";
  const get = async (path: string) => {
    const answer = await fetch(url + path, { headers: { authorization: `Bearer ${token}` } });
    return answer.status;
  };
  const refs = "info/refs?service=git-upload-pack";
  expect(await get(`/acme/open/${refs}`)).toBe(200);
  for (const path of [
    `/acme/..%2f..%2fetc/${refs}`,
    `/acme/%2e%2e/${refs}`,
    `/acme/open%2f..%2fclosed/${refs}`,
    `/acme/open%00/${refs}`,
    `/acme/open/HEAD`,
    `/acme/open/objects/info/packs`,
    `/acme/open/config`,
    `/acme/open/info/refs`,
    `/acme/open/info/refs?service=git-upload-archive`,
    `/acme/open/info/refs?service=--help`,
  ]) {
    expect([path, await get(path)]).toEqual([
      path,
      expect.toSatisfy((status: number) => status >= 400 && status < 500),
    ]);
  }
  const post = (body: string, service: string) =>
    fetch(`${url}/acme/open/${service}`, {
      method: "POST",
      body,
      headers: { authorization: `Bearer ${token}`, "content-type": `application/x-${service}-request` },
    });
  for (const service of ["git-upload-pack", "git-receive-pack"]) {
    const answer = await post("no packet line", service);
    expect(answer.status).toBeLessThan(501);
    await answer.text();
  }
  expect(await get(`/acme/open/${refs}`)).toBe(200);
  expect(readdirSync(join(dataDir, "git"))).toHaveLength(3);
  expect((await fixture.admin("DELETE", "/repositories/acme/other")).status).toBe(204);
  expect(readdirSync(join(dataDir, "git"))).toHaveLength(2);
});
