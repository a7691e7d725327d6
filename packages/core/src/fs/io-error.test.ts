import { lstatSync } from "node:fs";
import { expect, test } from "vitest";
import { unforeseenIoError } from "./io-error.ts";

test("unforeseenIoError() tells what failed on which path", () => {
  const error = Object.assign(new Error("EIO: i/o error, read"), { code: "EIO", syscall: "read", path: "/a/b" });
  expect(unforeseenIoError(error)).toMatchObject({
    code: "IO_FAILED",
    message: 'Cannot read "/a/b": the device reports an error',
    details: { path: "/a/b", errno: "EIO" },
  });
});

test("unforeseenIoError() takes errors of the real system, and leaves bugs as they are", () => {
  let caught: unknown;
  try {
    lstatSync("/nowhere");
  } catch (error) {
    caught = error;
  }
  expect(unforeseenIoError(caught)).toMatchObject({ message: 'Cannot look at "/nowhere": nothing is there' });
  const bug = new TypeError("x is not a function");
  expect(unforeseenIoError(bug)).toBe(bug);
});
