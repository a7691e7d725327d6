import { expect, onTestFinished, test } from "vitest";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { HttpFile } from "./http-file.ts";
import { surrogateChecksum } from "./surrogate-checksum.ts";

test("HttpFile.info() takes the ETag as it is for the checksum", async () => {
  const web = await webServer();
  web.intercept = (_request, response) =>
    Boolean(response.writeHead(200, { etag: 'W/"1"', "content-length": 3 }).end("abc"));
  expect(await fileAt(`${web.url}/a`).info(undefined)).toEqual({ checksum: 'W/"1"', sizeBytes: 3, etag: 'W/"1"' });
});

test("HttpFile.info() asks by GET where HEAD does not tell, and gives undefined if nothing is there", async () => {
  const web = await webServer();
  web.files.set("/a", Buffer.from("abc"));
  web.intercept = ({ method }, response) => method === "HEAD" && Boolean(response.writeHead(405).end());
  expect(await fileAt(`${web.url}/a`).info(undefined)).toMatchObject({ sizeBytes: 3 });
  expect(await fileAt(`${web.url}/b`).info(undefined)).toBeUndefined();
});

test("HttpFile.download() starts anew when the connection breaks", async () => {
  const web = await webServer();
  let isFirst = true;
  web.files.set("/a", Buffer.from("0123456789"));
  web.intercept = ({ socket }, response) => {
    if (!isFirst) return false;
    isFirst = false;
    return response.writeHead(200, { "content-length": 10 }).write("01234", () => socket.destroy()) || true;
  };
  const parts: string[] = [];
  const read = async (stream: AsyncIterable<unknown>) => String(await Array.fromAsync(stream));
  await fileAt(`${web.url}/a`).download(async ({ stream }) => parts.push(await read(stream)), undefined);
  expect(parts).toEqual(["0123456789"]);
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

function fileAt(url: string): HttpFile {
  return new HttpFile({ url, options: new Map(), env: {} });
}
