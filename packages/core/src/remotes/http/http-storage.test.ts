import { text } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { UrlFiles } from "../storage/url-files.ts";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { WebdavStorage } from "../webdav/webdav-storage.ts";
import { HttpStorage } from "./http-storage.ts";
import { surrogateChecksum } from "./surrogate-checksum.ts";

test("a URL itself has the ETag as it is for its checksum", async () => {
  const web = await webServer();
  web.intercept = (_request, response) =>
    Boolean(response.writeHead(200, { etag: 'W/"1"', "content-length": 3 }).end("abc"));
  const file = await filesAt(`${web.url}/a`).stat({});
  expect(file).toEqual({ key: "", checksum: { key: "checksum", value: 'W/"1"' }, sizeBytes: 3, etag: 'W/"1"' });
});

test("a URL itself is asked for by GET where HEAD does not tell, and is undefined if nothing is there", async () => {
  const web = await webServer();
  web.files.set("/a", Buffer.from("abc"));
  web.intercept = ({ method }, response) => method === "HEAD" && Boolean(response.writeHead(405).end());
  expect(await filesAt(`${web.url}/a`).find({})).toMatchObject({ kind: "file", file: { sizeBytes: 3 } });
  expect(await filesAt(`${web.url}/b`).find({})).toBeUndefined();
});

test("UrlFiles.read() starts anew when the connection breaks and nothing marks the content", async () => {
  const web = await webServer();
  let isFirst = true;
  web.files.set("/a", Buffer.from("0123456789"));
  web.intercept = ({ socket }, response) => {
    if (!isFirst) return false;
    isFirst = false;
    return response.writeHead(200, { "content-length": 10 }).write("01234", () => socket.destroy()) || true;
  };
  const parts: string[] = [];
  const file = { key: "", sizeBytes: undefined };
  await filesAt(`${web.url}/a`).read(file, async (incoming) => parts.push(await text(incoming.stream())), {});
  expect(parts).toEqual(["0123456789"]);
});

test.each([
  ["HttpStorage", (url: string) => new HttpStorage({ url, options: new Map(), env: {} })],
  ["WebdavStorage", (url: string) => new WebdavStorage({ url, options: new Map(), env: {} })],
])("%s.read() refuses another part than the one it asked for", async (_kind, open) => {
  const web = await webServer();
  web.intercept = (_request, response) =>
    Boolean(response.writeHead(206, { "content-range": "bytes 0-2/10", "content-length": 3 }).end("012"));
  const file = await open(web.url).read("a", { range: { start: 2, end: 5 } }, {});
  await expect(file?.bytes()).rejects.toMatchObject({ code: "STORAGE_REJECTED" });
});

test.each([405, 501])(
  "HttpStorage takes the answer %i to an upload for a method that the server does not know",
  async (status) => {
    const web = await webServer();
    web.intercept = ({ method }, response) => method === "PUT" && Boolean(response.writeHead(status).end());
    const open = (method: string) => new HttpStorage({ url: web.url, options: new Map([["method", method]]), env: {} });
    const upload = { kind: "bytes", bytes: Buffer.from("x") } as const;
    await expect(open("PUT").write("a", upload, {})).rejects.toMatchObject({
      code: "STORAGE_REJECTED",
      hint: expect.stringContaining("`method`"),
    });
    await open("POST").replace("a", upload, {});
    expect(String(web.files.get("/a"))).toBe("x");
  },
);

test.each([
  { token: "two\nlines" },
  { bearer_token_command: "printf two\\\\nlines" },
  { custom_auth_header: "no name", password: "x" },
])("WebdavStorage refuses %j, which no header can hold, and shows no secret", async (options) => {
  const web = await webServer();
  const storage = new WebdavStorage({ url: web.url, options: new Map(Object.entries(options)), env: process.env });
  const error = await storage.stat("a", {}).catch((caught) => caught);
  expect(error).toMatchObject({ code: "CONFIG_INVALID" });
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("lines");
  expect(web.log).toEqual([]);
});

test("surrogateChecksum() is the number that DVC makes of headers without a checksum", () => {
  const url = new URL("http://127.0.0.1:44853/plain/page");
  expect(surrogateChecksum({}, { name: url.href, url, sizeBytes: 6 })).toBe("99616241986662614097348869541614116362");
});

async function webServer(): Promise<WebServer> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  return web;
}

function filesAt(url: string): UrlFiles {
  return new UrlFiles(async () => new HttpStorage({ url, options: new Map(), env: {} }));
}
