import { setImmediate as nextTurn } from "node:timers/promises";
import { expect, test } from "vitest";
import { collectGarbage } from "./collect-garbage.ts";

test("collectGarbage() gives back what is not used any more, and nobody else gets the collector", async () => {
  const kept = {};
  const unused = new WeakRef({});
  const used = new WeakRef(kept);
  // Until the turn is over the engine keeps what a reference was made for.
  await nextTurn();
  collectGarbage("major");
  expect(unused.deref()).toBeUndefined();
  expect(used.deref()).toBe(kept);
  expect("gc" in globalThis).toBe(false);
});
