import { expect, test } from "vitest";
import { retryAfter } from "./retry-after.ts";

test("retryAfter() reads seconds and dates, and nothing else", () => {
  expect(retryAfter({ "retry-after": "7" })).toBe(7000);
  const date = new Date(Date.now() + 60_000).toUTCString();
  expect(Math.abs((retryAfter({ "retry-after": date }) ?? 0) - 60_000)).toBeLessThan(5000);
  expect(retryAfter({ "retry-after": new Date(0).toUTCString() })).toBe(0);
  for (const wanted of ["", "soon", "NaN"]) expect(retryAfter({ "retry-after": wanted })).toBeUndefined();
  expect(retryAfter({})).toBeUndefined();
});
