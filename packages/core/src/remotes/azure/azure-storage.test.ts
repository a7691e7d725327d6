import { expect, test } from "vitest";
import { fileOf } from "../testing/storage-samples.ts";
import { startWebServer } from "../testing/web-server.ts";
import { openAzureStorage } from "./azure-storage.ts";

test("openAzureStorage() asks for one version, and limits how long the service may take, where it is told to", async () => {
  await using server = await startWebServer();
  const asked: string[] = [];
  server.intercept = ({ method, url = "" }, response) => {
    asked.push(`${method} ${url}`);
    response.writeHead(method === "PUT" ? 201 : 200, { etag: '"1"', "content-length": 0 }).end();
    return true;
  };
  const options = new Map<string, string | number>([
    ["connection_string", `BlobEndpoint=${server.url}`],
    ["timeout", 30],
  ]);
  const storage = openAzureStorage({ url: "azure://container", options, env: {} });
  await storage.stat("a", {}, "v1");
  await storage.read("a", { versionId: "v1", range: { start: 0, end: 0 } }, {});
  await (await storage.read("a", { versionId: "v1" }, {}))?.bytes();
  await storage.write("a", { kind: "bytes", bytes: Buffer.from("x") }, {});
  const version = "/container/a?versionid=v1&timeout=30";
  expect(asked).toEqual([`HEAD ${version}`, `HEAD ${version}`, `GET ${version}`, "PUT /container/a?timeout=30"]);
  await storage.close();
});

test("openAzureStorage() takes the container itself for no file", async () => {
  const options = new Map([["connection_string", "BlobEndpoint=http://127.0.0.1:1"]]);
  const storage = openAzureStorage({ url: "azure://container", options, env: {} });
  expect(await storage.stat("", {})).toBeUndefined();
  expect(await storage.read("", {}, {})).toBeUndefined();
});

test("openAzureStorage() may be tried again when the connection breaks while it looks for blocks", async () => {
  await using server = await startWebServer();
  server.intercept = (_, response) => {
    response.writeHead(200, { "content-length": 1000 }).write("<BlockList>", () => response.destroy());
    return true;
  };
  const options = new Map([["connection_string", `BlobEndpoint=${server.url}`]]);
  const storage = openAzureStorage({ url: "azure://container", options, env: {} });
  const written = storage.write("a", fileOf(Buffer.alloc(5 << 20)), {});
  await expect(written).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  await storage.close();
});
