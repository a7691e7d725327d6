import { runInRepo } from "@lode/core/engine";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { gitHost } from "./git-host.ts";
import { createHosted, hostedRepo } from "./hosted-repository.ts";
import { readHistory } from "./read-history.ts";

const SECOND = 1_767_225_600;

test("readHistory() keeps the order of commits of one second, and their second", async () => {
  const folder = makeTempFolder();
  onTestFinished(() => folder[Symbol.dispose]());
  const host = gitHost({ dataDir: folder.path, pushMaxBytes: 1 << 30 }, process.env);
  await createHosted(host, "r");
  const repo = hostedRepo(host, "r");
  const seconds = [...new Array<number>(1001).fill(SECOND), SECOND + 7, SECOND + 7, SECOND];
  const stream = seconds.map(
    (second) => `commit refs/heads/main\ncommitter a <a@example.org> ${second} +0000\ndata 0\n\n`,
  );
  await runInRepo(repo, ["fast-import", "--quiet"], { input: stream.join("") });
  const times = (await readHistory(repo)).map(({ committedAt }) => committedAt.getTime());
  expect(times.map((time) => Math.floor(time / 1000))).toEqual(seconds);
  expect(times.slice(0, 3)).toEqual([0, 1, 2].map((ms) => SECOND * 1000 + ms));
  expect(times.slice(-3)).toEqual([SECOND * 1000 + 7000, SECOND * 1000 + 7001, SECOND * 1000]);
});
