import { afterAll, beforeAll } from "vitest";
import { WebdavStorage } from "../../../packages/core/src/remotes/webdav/webdav-storage.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { startWebdav } from "../../servers/webdav.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let folders = 0;

beforeAll(async () => {
  server = await startWebdav();
});

afterAll(() => server[Symbol.asyncDispose]());

testInterchange(
  "webdav",
  async () => {
    const url = `${String(server.settings.url).replace(/^http/, "webdav")}/place-${folders++}`;
    const options = { user: String(server.settings.user), password: String(server.settings.password) };
    const storage = new WebdavStorage({ url, options: new Map(Object.entries(options)), env: {} });
    const put = async (path: string, content: string): Promise<void> => {
      await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    };
    // DVC fails where the folder of the remote is not there.
    await put("there", "");
    return { url, options, put };
  },
  { dvcImportsFiles: false, dvcImportsFolders: false, dvcOddNames: false },
);
