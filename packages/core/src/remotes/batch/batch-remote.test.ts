import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { expect, onTestFinished, test } from "vitest";
import type { Oid } from "../../base/oid.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { makeStoreFixture, oidOf, readObject, type StoreFixture } from "../../store/testing/store-fixture.ts";
import { objectKey } from "../object-key.ts";
import { storageKind } from "../open-storage.ts";
import { RetryingRemote } from "../retrying-remote.ts";
import { StorageRemote } from "../storage/storage-remote.ts";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { BatchClient } from "./batch-client.ts";
import { printBatchLimits } from "./batch-limits.ts";
import { BatchRemote } from "./batch-remote.ts";
import { type Frame, frameHead, readFrames } from "./frames.ts";

const contents = Array.from({ length: 100 }, (_, i) => `content ${i}`);
const oids = contents.map((content) => oidOf(content));

async function webServer(): Promise<WebServer> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  return web;
}

function remoteAt(web: WebServer): RetryingRemote {
  const access = { url: `${web.url}/store`, options: new Map(), env: {} };
  const open = async () => {
    const kind = storageKind("http");
    if (kind === undefined) throw new Error("no kind");
    return await kind.open(access);
  };
  const inner = new StorageRemote({ name: "r", url: access.url, lists: false, open });
  const remote = new BatchRemote(inner, async () => new BatchClient(access));
  return new RetryingRemote(remote, { attempts: 3, pauseMs: 1 });
}

async function filledStore(): Promise<StoreFixture> {
  const fixture = emptyStore();
  for (const content of contents) await putBytes(fixture.store, oidOf(content), Buffer.from(content));
  return fixture;
}

function emptyStore(): StoreFixture {
  const fixture = makeStoreFixture();
  onTestFinished(() => fixture[Symbol.dispose]());
  return fixture;
}

const pathOf = (oid: Oid) => `/store/${objectKey({ hashName: "md5", oid })}`;

/** Makes a web server speak the protocol over the files that it holds; the first streams break off in the middle. */
function speakBatches(web: WebServer, breaks: number): void {
  let left = breaks;
  const answer = async (request: IncomingMessage, response: ServerResponse, step: string) => {
    if (step === "")
      return response.end(
        printBatchLimits({ idsMax: 1000, objectMaxBytes: 1000, gitIdsMax: undefined, takesUploads: false }),
      );
    if (step === "/upload") return await upload(request, response);
    const asked: { oids: Oid[] } = JSON.parse(String(await buffer(request)));
    const missing = asked.oids.filter((oid) => !web.files.has(pathOf(oid)));
    if (step === "/missing") return response.end(JSON.stringify({ missing }));
    return download(asked.oids, response);
  };
  const download = (asked: readonly Oid[], response: ServerResponse) => {
    for (const [i, oid] of asked.entries()) {
      if (left > 0 && i === 30) return breakOff(response);
      const bytes = web.files.get(pathOf(oid));
      response.write(Buffer.concat([frameHead(oid, bytes?.length ?? "missing"), bytes ?? Buffer.alloc(0)]));
    }
    return response.end();
  };
  const keep = (frames: readonly Frame[]) => {
    for (const frame of frames) if (frame.kind === "bytes") web.files.set(pathOf(frame.oid), frame.bytes);
  };
  const upload = async (request: IncomingMessage, response: ServerResponse) => {
    let received = 0;
    for await (const frames of readFrames(request, 1000)) {
      keep(left > 0 ? frames.slice(0, 29 - received) : frames);
      received += frames.length;
      if (left > 0 && received >= 30) return breakOff(response);
    }
    return response.end(JSON.stringify({ stored: 0, refused: [] }));
  };
  const breakOff = (response: ServerResponse) => {
    left -= 1;
    // What was written is to arrive first.
    response.flushHeaders();
    setImmediate(() => response.destroy());
  };
  web.intercept = (request, response) => {
    const [, step] = /^\/store\/batch(\/\w+)?$/.exec(request.url ?? "") ?? [null];
    if (step === null) return false;
    void answer(request, response, step ?? "");
    return true;
  };
}

test("BatchRemote moves objects one by one with a server that does not speak the protocol", async () => {
  const web = await webServer();
  const remote = remoteAt(web);
  const { store } = await filledStore();
  expect((await remote.findMissing({ hashName: "md5", oids }, {})).size).toBe(100);
  expect((await remote.pushFrom(store, oids, {})).transferred).toHaveLength(100);
  const target = emptyStore();
  expect((await remote.fetchInto(target.store, oids, {})).transferred).toHaveLength(100);
  expect(web.log.filter((line) => line.includes("/batch"))).toEqual(["GET /store/batch"]);
});

test("BatchRemote moves many objects in streams, and a few one by one", async () => {
  const web = await webServer();
  speakBatches(web, 0);
  const remote = remoteAt(web);
  const { store } = await filledStore();
  expect((await remote.pushFrom(store, oids, {})).transferred).toHaveLength(100);
  expect((await remote.findMissing({ hashName: "md5", oids: [...oids, oidOf("no")] }, {})).size).toBe(1);
  const target = emptyStore();
  const report = await remote.fetchInto(target.store, [...oids, oidOf("no")], {});
  expect([report.transferred.length, report.missing]).toEqual([100, [oidOf("no")]]);
  expect(readObject(target.store, oidOf("content 7")).content).toBe("content 7");
  const steps = [
    "GET /store/batch",
    "POST /store/batch/upload",
    "POST /store/batch/missing",
    "POST /store/batch/download",
  ];
  expect(web.log).toEqual(steps);
  await remote.findMissing({ hashName: "md5", oids: oids.slice(0, 3) }, {});
  expect(web.log.slice(4)).toEqual(oids.slice(0, 3).map((oid) => `HEAD ${pathOf(oid)}`));
});

test("BatchRemote sends and gets only the rest after a stream broke off", async () => {
  const web = await webServer();
  speakBatches(web, 1);
  const remote = remoteAt(web);
  const { store } = await filledStore();
  const sent = await remote.pushFrom(store, oids, {});
  expect(sent.failed).toEqual([]);
  expect(web.files.size).toBe(100);
  speakBatches(web, 1);
  const target = emptyStore();
  const got = await remote.fetchInto(target.store, oids, {});
  expect([got.transferred.length, got.failed]).toEqual([100, []]);
});

test("BatchRemote gives no object a name that its bytes do not have, in either direction", async () => {
  const web = await webServer();
  speakBatches(web, 0);
  for (const [i, oid] of oids.entries()) web.files.set(pathOf(oid), Buffer.from(i === 5 ? "other" : `content ${i}`));
  const remote = remoteAt(web);
  const target = emptyStore();
  const got = await remote.fetchInto(target.store, oids, {});
  expect(got.failed).toMatchObject([{ oid: oids[5], error: { code: "OBJECT_CORRUPT" } }]);
  expect(() => readObject(target.store, oidOf("content 5"))).toThrow("ENOENT");
  const files = emptyStore();
  const items = oids.map((oid, i) => ({ relpath: `d/${i}` as never, oid }));
  const placed = await remote.fetchFiles({ root: files.path, items, hashName: "md5" }, {});
  expect([placed.transferred.length, placed.failed.length]).toEqual([99, 1]);
  expect(files.list()).toHaveLength(99);
});

test("BatchRemote leaves to the remote inside whatever is no batch: a stream, the replacing of what is damaged", async () => {
  const web = await webServer();
  const remote = remoteAt(web);
  const [oid = oidOf("")] = oids;
  const content = { kind: "stream", stream: Readable.from([Buffer.from("content 0")]), sizeBytes: 9 } as const;
  await remote.send?.({ hashName: "md5", oid }, content, {});
  expect(String(web.files.get(pathOf(oid)))).toBe("content 0");
  web.files.set(pathOf(oid), Buffer.from("damaged"));
  const { store } = await filledStore();
  expect((await remote.replaceFrom?.(store, [oid], {}))?.transferred).toEqual([oid]);
  expect(String(web.files.get(pathOf(oid)))).toBe("content 0");
});
