import { expect, test } from "vitest";
import { SharedRun } from "./shared-run.ts";

test("SharedRun begins a run after each question, one at a time, and one for all who asked meanwhile", async () => {
  const runs: PromiseWithResolvers<void>[] = [];
  const shared = new SharedRun(() => {
    const run = Promise.withResolvers<void>();
    runs.push(run);
    return run.promise;
  });
  const ended: string[] = [];
  const ask = (name: string) => shared.ask().then(() => ended.push(name));
  const turn = () => new Promise((done) => setImmediate(done));
  const asked = [ask("a"), ask("b")];
  await turn();
  expect(runs).toHaveLength(1);
  asked.push(ask("c"), ask("d"));
  await turn();
  expect([runs.length, ended]).toEqual([1, []]);
  runs[0]?.resolve();
  await turn();
  expect([runs.length, ended]).toEqual([2, ["a", "b"]]);
  runs[1]?.resolve();
  await Promise.all(asked);
  expect(ended).toEqual(["a", "b", "c", "d"]);
});

test("SharedRun tells those who asked that a run failed, and begins the next one", async () => {
  let count = 0;
  const shared = new SharedRun(async () => {
    count += 1;
    if (count === 1) throw new Error("no");
  });
  const [first, second] = [shared.ask(), shared.ask()];
  await expect(first).rejects.toThrow("no");
  await expect(second).rejects.toThrow("no");
  expect(await shared.ask()).toBeUndefined();
});
