import { expect, onTestFinished, test } from "vitest";
import { startWebServer, type WebServer } from "../../remotes/testing/web-server.ts";
import { registryFixture } from "../testing/registry-fixture.ts";
import { update } from "../update/update.ts";
import { importUrl } from "./import-url.ts";

test("importUrl() brings a file of a web server and records its checksum", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await serverWith("one");
  const url = `${web.url}/data.csv?token=1`;
  const result = await importUrl(await fixture.open(), { url }, fixture.run);
  expect(fixture.read("repo/data.csv")).toBe("one");
  expect(result).toMatchObject({ path: "data.csv", dvcFile: "data.csv.dvc", checksum: '"1"' });
  expect(fixture.read("repo/data.csv.dvc")).toContain(
    `deps:\n- checksum: '"1"'\n  size: 3\n  hash: md5\n  path: ${url}\n`,
  );
  expect(fixture.messages).toEqual([
    expect.stringContaining("with its secrets is written to the .dvc file"),
    `Importing '${web.url}/data.csv?token=***' -> 'data.csv'`,
  ]);
});

test("importUrl() leaves everything as it was if the source is missing or refuses", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await serverWith("one");
  fixture.replace("repo/mine", "mine");
  const project = await fixture.open();
  const options = { url: `${web.url}/nothing`, out: "mine", force: true };
  await expect(importUrl(project, options, fixture.run)).rejects.toMatchObject({ code: "URL_MISSING" });
  web.intercept = (_request, response) => Boolean(response.writeHead(401).end());
  await expect(importUrl(project, options, fixture.run)).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  expect(fixture.list("repo").filter((name) => !name.startsWith("."))).toEqual(["mine"]);
  expect(fixture.read("repo/.gitignore")).toBeUndefined();
});

test("importUrl() refuses data that changes between the look at it and the download", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await serverWith("one");
  web.intercept = ({ method }, response) =>
    Boolean(response.writeHead(200, { etag: `"${method}"`, "content-length": 3 }).end("one"));
  const importing = importUrl(await fixture.open(), { url: `${web.url}/data.csv` }, fixture.run);
  await expect(importing).rejects.toMatchObject({ code: "FILE_CHANGED" });
});

test("importUrl() records a file:// URL as the path that DVC can read", async () => {
  const fixture = await registryFixture(process.env.PATH);
  fixture.replace("outside", "x");
  await importUrl(await fixture.open(), { url: `file://${fixture.dir}/outside` }, fixture.run);
  expect(fixture.read("repo/outside.dvc")).toContain(`  path: ${fixture.dir}/outside\n`);
});

test("importUrl() says what to do with a URL of storage that is not available", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const importing = importUrl(await fixture.open(), { url: "oss://bucket/key" }, fixture.run);
  await expect(importing).rejects.toMatchObject({
    code: "REMOTE_UNSUPPORTED",
    hint: expect.stringContaining("download"),
  });
});

test("update() brings what changed at a URL, and does nothing otherwise", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await serverWith("one");
  await importUrl(await fixture.open(), { url: `${web.url}/data.csv` }, fixture.run);
  const again = await update(await fixture.open(), { targets: ["data.csv.dvc"] }, fixture.run);
  expect(again.updated).toEqual([{ dvcFile: "data.csv.dvc", before: '"1"', after: '"1"', changed: false }]);
  serve(web, "newer", 2);
  const newer = await update(await fixture.open(), { targets: ["data.csv.dvc"] }, fixture.run);
  expect(newer.updated).toEqual([{ dvcFile: "data.csv.dvc", before: '"1"', after: '"2"', changed: true }]);
  expect(fixture.read("repo/data.csv")).toBe("newer");
});

test("update() leaves the data where it is if its source is gone", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await serverWith("one");
  await importUrl(await fixture.open(), { url: `${web.url}/data.csv` }, fixture.run);
  web.intercept = (_request, response) => Boolean(response.writeHead(404).end());
  const updating = update(await fixture.open(), { targets: ["data.csv.dvc"] }, fixture.run);
  await expect(updating).rejects.toMatchObject({ code: "URL_MISSING" });
  expect(fixture.read("repo/data.csv")).toBe("one");
});

async function serverWith(content: string): Promise<WebServer> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  serve(web, content, 1);
  return web;
}

function serve(web: WebServer, content: string, version: number): void {
  web.intercept = ({ method, url }, response) => {
    if (!url?.startsWith("/data.csv")) return false;
    response.writeHead(200, { etag: `"${version}"`, "content-length": content.length });
    response.end(method === "HEAD" ? undefined : content);
    return true;
  };
}
