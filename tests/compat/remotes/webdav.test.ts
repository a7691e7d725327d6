import { afterAll, beforeAll, expect, test } from "vitest";
import { WebdavStorage } from "../../../packages/core/src/remotes/webdav/webdav-storage.ts";
import type { RunningServer } from "../../servers/running-server.ts";
import { startWebdav } from "../../servers/webdav.ts";
import { makeBothTools, writeFiles } from "./both-tools.ts";
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
    const { url, options } = newPlace();
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

test("webdav: Lode makes the folder of a new remote, where DVC fails (webdav-folder)", async () => {
  using tools = makeBothTools(newPlace());
  await tools.init("project");
  writeFiles(tools.pathOf("project"), { file: "content" });
  await tools.run("lode", "project", ["add", "file"]);
  expect(await tools.attempt("dvc", "project", ["push"])).toMatchObject({ exitCode: 255 });
  expect(await tools.run("lode", "project", ["push"])).toContain("1 file pushed");
  expect(await tools.run("dvc", "project", ["push"])).toContain("Everything is up to date.");
});

test("webdav: Lode imports a single file, where DVC fails (webdav-import)", async () => {
  using tools = makeBothTools(newPlace());
  await tools.init("project");
  writeFiles(tools.pathOf("project"), { file: "content" });
  await tools.run("lode", "project", ["add", "file"]);
  await tools.run("lode", "project", ["push"]);
  const object = "remote://r/files/md5/9a/0364b9e99bb480dd25e1f0284c8555";
  expect(await tools.attempt("dvc", "project", ["import-url", object, "taken"])).toMatchObject({ exitCode: 255 });
  await tools.run("lode", "project", ["import-url", object, "taken"]);
  expect(await tools.run("lode", "project", ["update", "taken.dvc"])).toContain("didn't change, skipping");
});

/** A place that does not exist yet. */
function newPlace(): { readonly url: string; readonly options: Readonly<Record<string, string>> } {
  const { url, user, password } = server.settings;
  return {
    url: `${String(url).replace(/^http/, "webdav")}/place-${folders++}`,
    options: { user: String(user), password: String(password) },
  };
}
