import { LodeError } from "@lode/core";
import { expect, test } from "vitest";
import { describeError, errorToJson } from "./describe-error.ts";

const quiet = { withStack: false };

test("describeError() tells message, new causes and hint", () => {
  const cause = new Error("disk full", { cause: new Error("ENOSPC") });
  const error = new LodeError("IO_FAILED", 'Cannot write "a": disk full', { cause, hint: "Make room" });
  expect(describeError(error, quiet)).toBe('ERROR: Cannot write "a": disk full\nCause: ENOSPC\nHint: Make room');
});

test("describeError() shows the stack of an unexpected error with -v only", () => {
  const error = new TypeError("x is not a function");
  expect(describeError(error, quiet)).toMatch(/^ERROR: unexpected error - x is not a function\nHint: /);
  expect(describeError(error, { withStack: true })).toContain("describe-error.test.ts");
  expect(describeError("text", quiet)).toMatch(/^ERROR: unexpected error - text\n/);
});

test("describeError() and errorToJson() show no passwords", () => {
  const url = "https://me:hush@host/path";
  const error = new LodeError("IO_FAILED", `Cannot reach ${url}`, {
    hint: `Open ${url}`,
    details: { url, failed: [{ message: `Cannot open '${url}'` }] },
  });
  expect(describeError(error, quiet)).not.toContain("hush");
  const json = JSON.stringify(errorToJson(error));
  expect(json).not.toContain("hush");
  expect(json).toContain("https://***@host/path");
  expect(json).toContain("Cannot open 'https://***@host/path'");
});

test("errorToJson() gives a code to every error", () => {
  expect(errorToJson(new LodeError("CANCELLED", "Cannot go on: cancelled", { details: { n: 1 } }))).toEqual({
    error: { code: "CANCELLED", message: "Cannot go on: cancelled", hint: null, details: { n: 1 } },
  });
  expect(errorToJson(new Error("bug"))).toMatchObject({ error: { code: "UNEXPECTED", message: "bug" } });
});
