import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll } from "vitest";
import { makeTempFolder, type TempFolder } from "../../../packages/core/src/fs/testing/temp-folder.ts";
import { SftpStorage } from "../../../packages/core/src/remotes/ssh/sftp-storage.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { startSshd } from "../../servers/sshd.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let home: TempFolder;
let folders = 0;

beforeAll(async () => {
  server = await startSshd();
  home = makeTempFolder();
  mkdirSync(join(home.path, ".ssh"));
  copyFileSync(setting("knownHosts"), join(home.path, ".ssh/known_hosts"));
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
  home[Symbol.dispose]();
});

testInterchange("ssh", async () => {
  const url = `${setting("url")}/place-${folders++}`;
  const options = { keyfile: setting("keyFile") };
  const env = { HOME: home.path };
  const storage = new SftpStorage({ url, options: new Map(Object.entries(options)), env });
  const put = async (path: string, content: string): Promise<void> => {
    await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    await storage.close();
  };
  return { url, options, env, put };
});

function setting(name: string): string {
  return String(server.settings[name]);
}
