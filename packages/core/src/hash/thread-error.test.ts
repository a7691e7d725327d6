import { expect, test } from "vitest";
import { LodeError } from "../base/lode-error.ts";
import { packError, unpackError } from "./thread-error.ts";

test("unpackError() gives back code, message, hint and details of a LodeError", () => {
  const error = new LodeError("OBJECT_CORRUPT", "Cannot do it", { hint: "Do that", details: { path: "a" } });
  const unpacked = unpackError(structuredClone(packError(error)));
  expect(unpacked).toBeInstanceOf(LodeError);
  expect(unpacked).toMatchObject({
    code: "OBJECT_CORRUPT",
    message: "Cannot do it",
    hint: "Do that",
    details: { path: "a" },
  });
});

test("a LodeError crosses without a stack, so that a million of them cost little", () => {
  const packed = packError(new LodeError("OBJECT_MISSING", "Cannot do it"));
  expect(packed.stack).toBeUndefined();
  const limit = Error.stackTraceLimit;
  expect(unpackError(packed).stack).not.toContain("    at ");
  expect(Error.stackTraceLimit).toBe(limit);
});

test("unpackError() keeps the stack of a bug", () => {
  const bug = new TypeError("x is not a function");
  const unpacked = unpackError(structuredClone(packError(bug)));
  expect(unpacked).not.toBeInstanceOf(LodeError);
  expect(unpacked.stack).toBe(bug.stack);
  expect(unpackError(packError("text")).message).toBe("text");
});
