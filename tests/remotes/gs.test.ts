import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openGsStorage } from "../../packages/core/src/remotes/gs/gs-storage.ts";
import { testRemoteContract } from "../../packages/core/src/remotes/testing/remote-contract.ts";
import { remoteInStorage } from "../../packages/core/src/remotes/testing/remote-in-storage.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import { startGcs } from "../servers/gcs.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { expectMissingContainer } from "./missing-container.ts";

let server: RunningServer;

beforeAll(async () => {
  server = await startGcs();
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("gs", async () => ({ storage: openAt(newUrl()), at: openAt }));

testRemoteContract("gs", { lists: true }, async () => remoteInStorage(openAt(newUrl())));

test("a bucket that does not exist is an error, not a folder without files", async () => {
  await expectMissingContainer(openAt("gs://no-such-bucket/a"), "bucket");
});

test("a version is found and read although the object was replaced and deleted", async () => {
  const storage = openAt(newUrl());
  const first = await storage.write("a", { kind: "bytes", bytes: Buffer.from("first") }, {});
  await storage.write("a", { kind: "bytes", bytes: Buffer.from("second") }, {});
  const { versionId } = first;
  const file = await storage.read("a", { versionId }, {});
  expect(String(await file?.bytes())).toBe("first");
  expect(await storage.stat("a", {}, versionId)).toMatchObject({ sizeBytes: 5, versionId });
  expect(await storage.read("a", { versionId, range: { start: 0, end: 0 } }, {})).toMatchObject({ sizeBytes: 5 });
  await storage.remove?.(["a"], {});
  expect(await storage.stat("a", {})).toBeUndefined();
  expect(await storage.stat("a", {}, versionId)).toMatchObject({ versionId });
  expect(await storage.stat("a", {}, "1")).toBeUndefined();
});

test("the checksum is what DVC writes: the ETag of the API in hexadecimal digits, and the generation", async () => {
  const url = newUrl();
  await openAt(url).write("a b", { kind: "bytes", bytes: Buffer.from("x") }, {});
  const { pathname } = new URL(url);
  const name = encodeURIComponent(`${pathname.slice(1)}/a b`);
  const response = await fetch(`${server.settings.url}/storage/v1/b/${server.settings.bucket}/o/${name}`);
  const object = (await response.json()) as { readonly etag: string; readonly generation: string };
  const value = Buffer.from(object.etag, "base64").toString("hex");
  const versionId = object.generation;
  expect((await openAt(url).stat("a b", {}))?.checksum).toEqual({ key: "etag", value, versionId });
});

function newUrl(): string {
  return `gs://${server.settings.bucket}/${randomUUID()}`;
}

function openAt(url: string) {
  const { url: endpoint = "" } = server.settings;
  return openGsStorage({ url, options: new Map([["endpointurl", endpoint]]), env: {} });
}
