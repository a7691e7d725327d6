import { expect, test } from "vitest";
import { verbosityConflict } from "./verbosity-conflict.ts";

test.each([
  [["status", "-q", "-v"], "argument -v/--verbose: not allowed with argument -q/--quiet"],
  [["-v", "status", "--qui"], "argument -q/--quiet: not allowed with argument -v/--verbose"],
  [["status", "-vq"], "argument -q/--quiet: not allowed with argument -v/--verbose"],
  [["push", "--verbose=1"], "argument -v/--verbose: ignored explicit argument '1'"],
])("verbosityConflict() refuses %j", (args, message) => {
  expect(verbosityConflict(args)).toBe(`usage: lode [-q | -v]\nlode: error: ${message}\n`);
});

test.each([
  [["-q", "status", "-qq"]],
  [["-vv"]],
  [["--", "-q", "-v"]],
  [["-jq"]],
  [["push", "-qj4"]],
  [["gc", "-vf"]],
  [["--version"]],
  [["-", "--"]],
])("verbosityConflict() accepts %j", (args) => {
  expect(verbosityConflict(args)).toBeUndefined();
});
