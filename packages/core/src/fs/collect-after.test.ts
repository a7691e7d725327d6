import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { collectAfter } from "./collect-after.ts";

test("collectAfter() gives back what is not used any more when there are many rows", async () => {
  const unused = new WeakRef({});
  // Until the turn is over the engine keeps what a reference was made for.
  await nextTurn();
  collectAfter(200_000);
  expect(unused.deref()).toBeUndefined();
});
