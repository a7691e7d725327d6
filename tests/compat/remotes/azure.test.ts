import { afterAll, beforeAll } from "vitest";
import { openAzureStorage } from "../../../packages/core/src/remotes/azure/azure-storage.ts";
import { startAzurite } from "../../servers/azurite.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let count = 0;

beforeAll(async () => {
  server = await startAzurite();
});

afterAll(() => server[Symbol.asyncDispose]());

testInterchange("azure", async () => {
  const { connectionString = "", container } = server.settings;
  const url = `azure://${container}/place-${count++}`;
  const options = { connection_string: connectionString };
  const storage = openAzureStorage({ url, options: new Map(Object.entries(options)), env: {} });
  return {
    url,
    options,
    async put(path, content) {
      await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    },
  };
});
