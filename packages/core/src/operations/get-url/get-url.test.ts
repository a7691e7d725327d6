import { expect, onTestFinished, test } from "vitest";
import { startWebServer } from "../../remotes/testing/web-server.ts";
import { listUrl } from "../list-url/list-url.ts";
import { registryFixture } from "../testing/registry-fixture.ts";
import { getUrl } from "./get-url.ts";

test("getUrl() copies directories of this machine and files of a web server", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  web.files.set("/a/page", Buffer.from("web"));
  fixture.replace("data/x", "X");
  fixture.replace("data/sub/y", "Y");
  const { context } = await fixture.open();
  expect(await getUrl(context, { url: "../data", out: "copy" }, fixture.run)).toMatchObject({ files: 2 });
  expect(fixture.list("repo/copy")).toEqual(["sub/y", "x"]);
  const events: unknown[] = [];
  await getUrl(context, { url: `${web.url}/a/page?x=1` }, { onEvent: (event) => events.push(event) });
  const progress = { type: "progress", task: "download", unit: "bytes", total: 3 };
  expect(events).toEqual([
    { ...progress, done: 0 },
    { ...progress, done: 3 },
  ]);
  expect(fixture.read("repo/page")).toBe("web");
  const again = getUrl(context, { url: `${web.url}/a/page` }, fixture.run);
  await expect(again).rejects.toMatchObject({ code: "PATH_EXISTS" });
});

test("getUrl() leaves no file if the download breaks off", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  web.intercept = ({ socket }, response) =>
    response.writeHead(200, { "content-length": 10 }).write("01234", () => socket.destroy()) || true;
  const { context } = await fixture.open();
  const getting = getUrl(context, { url: `${web.url}/page` }, fixture.run);
  await expect(getting).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  expect(fixture.list("repo").filter((name) => !name.startsWith("."))).toEqual([]);
});

test("listUrl() lists folders, files of all levels, and the URL itself where a server cannot list", async () => {
  const fixture = await registryFixture(process.env.PATH);
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  web.files.set("/page", Buffer.from("web"));
  fixture.replace("data/x", "X");
  fixture.replace("data/sub/y", "YY");
  const { context } = await fixture.open();
  const paths = async (options: Parameters<typeof listUrl>[1]) =>
    (await listUrl(context, options, fixture.run)).map(({ path }) => path);
  expect(await paths({ url: "../data" })).toEqual(["sub", "x"]);
  expect(await paths({ url: "../data", recursive: true })).toEqual(["sub/y", "x"]);
  expect(await paths({ url: "../data", recursive: true, folders: true })).toEqual(["", "sub", "sub/y", "x"]);
  const page = { path: `${web.url}/page`, isdir: false, size: 3 };
  expect(await listUrl(context, { url: `${web.url}/page` }, fixture.run)).toEqual([page]);
  await expect(listUrl(context, { url: "../nothing" }, fixture.run)).rejects.toMatchObject({ code: "URL_MISSING" });
});
