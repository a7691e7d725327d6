import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { startWebServer } from "../testing/web-server.ts";
import { HttpClient } from "./http-client.ts";
import { httpSettings } from "./http-settings.ts";
import { readJson } from "./read-json.ts";

/** What is read of an answer of which at most 100 bytes are wanted. */
async function read(parts: readonly (string | Buffer)[], headers: Record<string, string>): Promise<unknown> {
  await using web = await startWebServer();
  web.intercept = (_, response) => {
    response.writeHead(200, headers);
    for (const part of parts) response.write(part);
    response.end();
    return true;
  };
  const client = new HttpClient(web.url, httpSettings({ url: web.url, options: new Map(), env: {} }));
  const request = { action: "ask", method: "GET", url: new URL(web.url) };
  return await readJson((await client.send(request)).message, request, 100);
}

test("readJson() reads an answer that comes in chunks of an unknown number, packed or not", async () => {
  expect(await read(['{"a": ', "1}"], {})).toEqual({ a: 1 });
  expect(await read([gzipSync('{"a": 1}')], { "content-encoding": "gzip" })).toEqual({ a: 1 });
});

test("readJson() takes what is no JSON, and what is longer than wanted, for none", async () => {
  const long = JSON.stringify("x".repeat(100));
  expect(await read(["<html>"], { "content-type": "application/json" })).toBeUndefined();
  expect(await read([], {})).toBeUndefined();
  expect(await read([long], {})).toBeUndefined();
  expect(await read([gzipSync(long)], { "content-encoding": "gzip" })).toBeUndefined();
});
