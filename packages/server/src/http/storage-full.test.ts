import { isLodeError, LodeError } from "@lode/core";
import { expect, test } from "vitest";
import { statusOf } from "./error-status.ts";
import { storageFull } from "./storage-full.ts";

const full = Object.assign(new Error("ENOSPC: no space left on device, write"), { code: "ENOSPC", syscall: "write" });

test.each([
  ["of the system", full],
  ["of core", new LodeError("IO_FAILED", "Cannot write", { cause: full })],
  ["of a thread", new LodeError("IO_FAILED", "Cannot write", { details: { errno: "EDQUOT" } })],
  ["of SQLite", Object.assign(new Error("database or disk is full"), { code: "ERR_SQLITE_ERROR", errcode: 13 })],
])("storageFull() knows a full disk by an error %s, and tells no path", (_, error) => {
  const told = storageFull(error);
  expect(isLodeError(told, "SERVER_FULL") && statusOf(told)).toBe(507);
  expect(told?.details).toEqual({});
});

test("storageFull() leaves other errors alone", () => {
  expect(storageFull(new LodeError("IO_FAILED", "Cannot read", { details: { errno: "EIO" } }))).toBeUndefined();
  expect(storageFull(new Error("a mistake"))).toBeUndefined();
});
