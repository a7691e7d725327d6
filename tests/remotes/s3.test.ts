import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import type { OptionValue } from "../../packages/core/src/formats/config/option-rules.ts";
import { openS3Storage } from "../../packages/core/src/remotes/s3/s3-storage.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { startS3 } from "../servers/s3.ts";

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startS3();
  mkdirSync(join(String(server.settings.folder), "bucket"));
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("s3", async () => {
  return { storage: openS3Storage({ url: `s3://bucket/test-${count++}`, options: options(), env: {} }) };
});

function options(more: Readonly<Record<string, OptionValue>> = {}): ReadonlyMap<string, OptionValue> {
  const { url = "", accessKey = "", secretKey = "" } = server.settings;
  return new Map(Object.entries({ endpointurl: url, access_key_id: accessKey, secret_access_key: secretKey, ...more }));
}
