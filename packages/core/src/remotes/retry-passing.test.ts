import { expect, test } from "vitest";
import type { LodeEvent } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import { retryPassing } from "./retry-passing.ts";

const options = { attempts: 3, pauseMs: 0 };

function failing(details: Readonly<Record<string, unknown>>) {
  let attempts = 0;
  const work = async (): Promise<never> => {
    attempts += 1;
    throw new LodeError("STORAGE_UNREACHABLE", "Cannot read 'it': the server answered 503", { details });
  };
  return { work, attempts: () => attempts };
}

test.each([
  [{ errno: "ECONNREFUSED" }, true, 9],
  [{ errno: "ECONNREFUSED" }, false, 3],
  [{ errno: "ECONNRESET" }, true, 3],
  [{ status: 503 }, true, 3],
] as const)(
  "retryPassing() of %j, if the server has answered before: %s, tries %i times",
  async (details, isMet, count) => {
    const { work, attempts } = failing(details);
    const tried = retryPassing(work, { ...options, hasAnswered: () => isMet }, undefined);
    await expect(tried).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
    expect(attempts()).toBe(count);
  },
);

test("retryPassing() tells of a long pause before it begins, and a cancellation ends it", async () => {
  const cancel = new AbortController();
  const events: LodeEvent[] = [];
  const onEvent = (event: LodeEvent): void => {
    events.push(event);
    cancel.abort();
  };
  const { work } = failing({ status: 503, retryAfterMs: 30_000 });
  const tried = retryPassing(work, { ...options, onEvent }, cancel.signal);
  await expect(tried).rejects.toMatchObject({ code: "CANCELLED" });
  const message = "Cannot read 'it': the server answered 503; trying again in 30 s";
  expect(events).toEqual([{ type: "warning", message }]);
});

test("retryPassing() says nothing of short pauses", async () => {
  const events: LodeEvent[] = [];
  const { work } = failing({ status: 503 });
  const tried = retryPassing(work, { ...options, onEvent: (event) => events.push(event) }, undefined);
  await expect(tried).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
  expect(events).toEqual([]);
});
