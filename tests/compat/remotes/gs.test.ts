import { afterAll, beforeAll } from "vitest";
import { openGsStorage } from "../../../packages/core/src/remotes/gs/gs-storage.ts";
import { startGcs } from "../../servers/gcs.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startGcs();
});

afterAll(() => server[Symbol.asyncDispose]());

testInterchange("gs", async () => {
  const { url: endpoint = "", bucket } = server.settings;
  const url = `gs://${bucket}/place-${count++}`;
  const options = { endpointurl: endpoint, allow_anonymous_login: "true" };
  const storage = openGsStorage({ url, options: new Map([["endpointurl", endpoint]]), env: {} });
  return {
    url,
    options,
    // Otherwise gcsfs asks over gRPC, which the server does not speak, whether the bucket has folders.
    env: { GCSFS_EXPERIMENTAL_ZB_HNS_SUPPORT: "false" },
    async put(path, content) {
      await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    },
  };
});
