import { writeFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import { oidOf } from "../../store/testing/store-fixture.ts";
import { KeptSessions } from "../cloud/kept-sessions.ts";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { BatchConnection } from "./batch-connection.ts";
import { UploadClient } from "./upload-client.ts";

const CONTENT = "0123456789";

/** Sends a file of ten bytes to a server that takes uploads. @param folder of the user; default: a new one */
async function send(web: WebServer, folder = userFolder()): Promise<void> {
  const path = join(folder.path, "file");
  writeFileSync(path, CONTENT);
  const connection = new BatchConnection({ url: `${web.url}/store`, options: new Map(), env: {} });
  const client = new UploadClient(connection, new KeptSessions({ HOME: folder.path }));
  const file = { oid: oidOf(CONTENT), path, sizeBytes: CONTENT.length, verify: async () => undefined };
  await client.send(file, { signal: undefined, onBytes: () => undefined });
}

function userFolder(): TempFolder {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  return folder;
}

/** A server that begins uploads, says of each what it is told to, and takes what is sent the second time. */
async function uploadServer(told: { readonly location?: string; readonly offset?: string }): Promise<WebServer> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  const begin = told.location === undefined ? {} : { location: told.location };
  const state = told.offset === undefined ? {} : { "upload-offset": told.offset };
  const isFirst = (): boolean => web.log.filter((line) => line.startsWith("POST")).length === 1;
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const bytes = await buffer(request);
    web.files.set("/sent", bytes);
    response.writeHead(204, { "upload-offset": bytes.length }).end();
  };
  web.intercept = (request, response) => {
    if (request.method === "POST") response.writeHead(201, begin).end();
    else if (request.method === "HEAD") response.writeHead(200, state).end();
    else if (isFirst()) response.destroy();
    else void receive(request, response);
    return true;
  };
  return web;
}

test.each([undefined, "11", "-1", "x", "1e999"])(
  "UploadClient begins anew when the server says that it has %s of ten bytes",
  async (offset) => {
    const web = await uploadServer({ location: "/upload", ...(offset !== undefined && { offset }) });
    await send(web);
    expect(String(web.files.get("/sent"))).toBe(CONTENT);
    expect(web.log).toEqual([
      "POST /store/uploads",
      "PATCH /upload",
      "HEAD /upload",
      "POST /store/uploads",
      "PATCH /upload",
    ]);
  },
);

test.each([undefined, "http://", "file:///etc"])("UploadClient refuses an upload at the place %s", async (location) => {
  const web = await uploadServer(location === undefined ? {} : { location });
  await expect(send(web)).rejects.toMatchObject({ code: "BATCH_INVALID" });
  expect(web.log).toEqual(["POST /store/uploads"]);
});

test.each([
  [507, "STORAGE_REJECTED", ["PATCH /upload", "HEAD /upload", "PATCH /upload"]],
  [401, "STORAGE_DENIED", ["PATCH /upload", "HEAD /upload", "PATCH /upload"]],
  [413, "STORAGE_REJECTED", ["PATCH /upload", "POST /store/uploads", "PATCH /upload"]],
] as const)(
  "UploadClient goes on with an upload that was answered %i if the next command may",
  async (status, code, then) => {
    const web = await uploadServer({ location: "/upload", offset: "4" });
    const takes = web.intercept;
    web.intercept = (request, response) => {
      const isRefused = request.method === "PATCH" && !web.log.slice(0, -1).includes("PATCH /upload");
      if (!isRefused) return takes(request, response);
      response.writeHead(status).end();
      return true;
    };
    const folder = userFolder();
    await expect(send(web, folder)).rejects.toMatchObject({ code });
    await send(web, folder).catch(() => undefined);
    expect(web.log.slice(1, 4)).toEqual(then);
  },
);
