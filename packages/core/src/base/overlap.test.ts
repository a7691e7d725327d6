import { expect, test } from "vitest";
import { Overlap } from "./overlap.ts";

test("Overlap begins work when there is room for it, and ends with all of it", async () => {
  const overlap = new Overlap(2);
  const log: string[] = [];
  const gates = [..."abc"].map((name) => ({ name, ...Promise.withResolvers<void>() }));
  const begin = ({ name, promise }: (typeof gates)[number]) =>
    overlap.begin(async () => {
      log.push(`${name} begins`);
      await promise;
      log.push(`${name} ends`);
    });
  const [a, b, c] = gates;
  if (a === undefined || b === undefined || c === undefined) throw new Error("no gates");
  await begin(a);
  await begin(b);
  const third = begin(c);
  b.resolve();
  await third;
  a.resolve();
  c.resolve();
  await overlap.end();
  expect(log).toEqual(["a begins", "b begins", "b ends", "c begins", "a ends", "c ends"]);
});

test("Overlap tells of a failure when more is to be begun and at the end, when all has ended", async () => {
  const overlap = new Overlap(2);
  const gate = Promise.withResolvers<void>();
  let isOver = false;
  await overlap.begin(() => Promise.reject(new Error("refused")));
  await overlap.begin(async () => {
    await gate.promise;
    isOver = true;
  });
  await expect(overlap.begin(async () => undefined)).rejects.toThrow("refused");
  gate.resolve();
  await expect(overlap.end()).rejects.toThrow("refused");
  expect(isOver).toBe(true);
});
