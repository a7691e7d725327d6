import { afterAll, beforeAll, expect, test } from "vitest";
import { SftpStorage } from "../../../packages/core/src/remotes/ssh/sftp-storage.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { startSshd } from "../../servers/sshd.ts";
import { makeBothTools, writeFiles } from "./both-tools.ts";
import { testInterchange } from "./interchange.ts";

let server: RunningServer;
let folders = 0;

beforeAll(async () => {
  server = await startSshd();
});

afterAll(() => server[Symbol.asyncDispose]());

testInterchange("ssh", async () => {
  const url = `${setting("url")}/place-${folders++}`;
  const options = { keyfile: setting("keyFile") };
  const env = { HOME: setting("clientHome") };
  const storage = new SftpStorage({ url, options: new Map(Object.entries(options)), env });
  const put = async (path: string, content: string): Promise<void> => {
    await storage.write(path, { kind: "bytes", bytes: Buffer.from(content) }, {});
    await storage.close();
  };
  return { url, options, env, put };
});

test("ssh: Lode refuses a machine whose key is not known, which DVC does not look at (ssh-host-key)", async () => {
  const url = `${setting("url")}/place-${folders++}`;
  using tools = makeBothTools({ url, options: { keyfile: setting("keyFile") } });
  await tools.init("project");
  writeFiles(tools.pathOf("project"), { file: "content" });
  await tools.run("lode", "project", ["add", "file"]);
  const refused = await tools.attempt("lode", "project", ["push"]);
  expect(refused).toMatchObject({ exitCode: 251, stdout: "" });
  expect(refused.stderr).toContain("its host key is not known");
  expect(await tools.run("dvc", "project", ["push"])).toContain("1 file pushed");
});

function setting(name: string): string {
  return String(server.settings[name]);
}
