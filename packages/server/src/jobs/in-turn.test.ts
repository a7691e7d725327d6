import { expect, test } from "vitest";
import { InTurn } from "./in-turn.ts";

test("InTurn runs no more works at once than it may, each of them, in order, and goes on after a failure", async () => {
  const turns = new InTurn(2);
  const begun: number[] = [];
  let running = 0;
  let most = 0;
  const works = [0, 1, 2, 3, 4, 5].map((i) =>
    turns.run(async () => {
      begun.push(i);
      running += 1;
      most = Math.max(most, running);
      await Promise.resolve();
      running -= 1;
      if (i === 1) throw new Error("no");
      return i;
    }),
  );
  const settled = await Promise.allSettled(works);
  expect(settled.map(({ status }) => status === "fulfilled")).toEqual([true, false, true, true, true, true]);
  expect([begun, most]).toEqual([[0, 1, 2, 3, 4, 5], 2]);
});
