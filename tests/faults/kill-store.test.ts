import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { isTemporaryName } from "../../packages/core/src/fs/temporary-name.ts";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { hashBytes } from "../../packages/core/src/hash/md5.ts";

const source = new URL("../../packages/core/src/", import.meta.url);

/** Adds every file of `data` to `store`, then checks all of them out to `out`. */
const PROGRAM = `
  import { readdirSync } from "node:fs";
  import { addFiles } from ${JSON.stringify(new URL("store/add-files.ts", source).href)};
  import { checkoutFiles } from ${JSON.stringify(new URL("store/checkout-files.ts", source).href)};
  const [root] = process.argv.slice(1);
  const store = { dir: root + "/store", hashName: "md5", linkTypes: ["copy"] };
  const names = readdirSync(root + "/data");
  const digests = await addFiles(store, names.map((name) => root + "/data/" + name));
  await checkoutFiles(store, { root: root + "/out", items: names.map((relpath, i) => ({ relpath, oid: digests.oids[i] })) });
`;

test.each([
  { step: "addFiles()", folderOfStep: "store" },
  { step: "checkoutFiles()", folderOfStep: "out" },
])("a kill during $step leaves whole files and temporaries only", async ({ folderOfStep }) => {
  using folder = makeTempFolder();
  for (let i = 0; i < 3000; i++) folder.write(`data/${i}`, `content ${i} `.repeat(200));
  folder.write("data/large", Buffer.alloc(30_000_000, "large"));
  const child = spawn(process.execPath, ["--input-type=module", "-e", PROGRAM, folder.path], { stdio: "inherit" });
  const ended = new Promise((resolve) => child.once("exit", (_code, signal) => resolve(signal)));
  while (child.exitCode === null && !existsSync(join(folder.path, folderOfStep))) await nextTurn();
  for (let turn = 0; turn < 50; turn++) await nextTurn();
  child.kill("SIGKILL");
  expect(await ended).toBe("SIGKILL");
  for (const name of folder.list()) {
    const [top, ...rest] = name.split("/");
    const last = rest.at(-1) ?? "";
    if (isTemporaryName(last)) continue;
    const content = readFileSync(join(folder.path, name));
    if (top === "store") expect([name, hashBytes(content)]).toEqual([name, rest.join("")]);
    if (top === "out") expect(content.equals(readFileSync(join(folder.path, "data", last)))).toBe(true);
  }
});
