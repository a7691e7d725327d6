import { type ErrorCode, LodeError } from "@lode/core";
import { expect, test } from "vitest";
import { commandExitCode, openingExitCode } from "./exit-code.ts";

function error(code: ErrorCode): LodeError {
  return new LodeError(code, "Cannot go on");
}

test.each([
  ["CONFIG_INVALID", 1, 251],
  ["NOT_A_PROJECT", 1, 253],
  ["CANCELLED", 252, 252],
  ["IO_FAILED", 255, 255],
  ["PATH_EXISTS", 1, 255],
  ["ENTRY_UNUSABLE", 255, 255],
] as const)("commandExitCode() of %s is %d in a command that catches its errors, else %d", (code, caught, uncaught) => {
  expect(commandExitCode(error(code), { failureExitCode: 1 })).toBe(caught);
  expect(commandExitCode(error(code), { failureExitCode: 255 })).toBe(uncaught);
  expect(openingExitCode(error(code))).toBe(uncaught);
});

test("commandExitCode() prefers what the command declares", () => {
  expect(commandExitCode(error("IO_FAILED"), { failureExitCode: 255, errorExitCodes: { IO_FAILED: 1 } })).toBe(1);
});
