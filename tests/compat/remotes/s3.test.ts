import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { openS3Storage } from "../../../packages/core/src/remotes/s3/s3-storage.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { startS3 } from "../../servers/s3.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startS3();
  mkdirSync(join(String(server.settings.folder), "bucket"));
});

afterAll(() => server[Symbol.asyncDispose]());

testInterchange("s3", async () => {
  const { url: endpoint = "", accessKey = "", secretKey = "" } = server.settings;
  const url = `s3://bucket/place-${count++}`;
  const options = { endpointurl: endpoint, access_key_id: accessKey, secret_access_key: secretKey };
  const storage = openS3Storage({ url, options: new Map(Object.entries(options)), env: {} });
  return {
    url,
    options,
    async put(path, content) {
      await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    },
  };
});
