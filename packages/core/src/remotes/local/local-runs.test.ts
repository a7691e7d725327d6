import { expect, test } from "vitest";
import { isRunPath, type RunPath } from "../../formats/pipeline/run-path.ts";
import { makeTempFolder } from "../../fs/testing/temp-folder.ts";
import { LocalRuns } from "./local-runs.ts";

const KEY = "ab".repeat(32);
const PATH = `runs/ab/${KEY}/${"c".repeat(64)}` as RunPath;

test("LocalRuns lists and reads what it wrote, and nothing else", async () => {
  using folder = makeTempFolder();
  const runs = new LocalRuns({ dir: folder.path });
  expect(await Array.fromAsync(runs.list())).toEqual([]);
  expect(await runs.read(PATH)).toBeUndefined();
  await runs.write(PATH, Buffer.from("old"));
  await runs.write(PATH, Buffer.from("cmd: x\n"));
  folder.write(`runs/ab/${KEY}/.temporary.tmp`, "half");
  folder.write("runs/ab/other/name", "");
  expect(await Array.fromAsync(runs.list())).toEqual([PATH]);
  expect(Buffer.from((await runs.read(PATH)) ?? []).toString()).toBe("cmd: x\n");
});

test.each([
  "runs/ab/../../../etc/passwd",
  `runs/cd/${KEY}/${"c".repeat(64)}`,
  `/runs/ab/${KEY}/${"c".repeat(64)}`,
  `runs/ab/${KEY}`,
])("isRunPath() says no to %s", (path) => {
  expect(isRunPath(path)).toBe(false);
});
