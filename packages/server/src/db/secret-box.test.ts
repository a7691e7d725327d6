import { statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { secretBox } from "./secret-box.ts";

test("secretBox() opens what it sealed, after a restart too, for the owner alone", () => {
  using folder = makeTempFolder();
  const sealed = secretBox(folder.path).seal("hunter2 ü", "mirror 1");
  expect(sealed).not.toContain("hunter2");
  expect(secretBox(folder.path).open(sealed, "mirror 1")).toBe("hunter2 ü");
  expect(secretBox(folder.path).seal("hunter2 ü", "mirror 1")).not.toBe(sealed);
  expect(statSync(join(folder.path, "secret_key")).mode & 0o777).toBe(0o600);
  const invalid = expect.objectContaining({ code: "SECRET_KEY_INVALID" });
  expect(() => secretBox(folder.path).open(sealed, "mirror 2")).toThrow(invalid);
  for (const text of ["", "v1:", "v1:AAAA", `${sealed.slice(0, -4)}AAA=`]) {
    expect(() => secretBox(folder.path).open(text, "mirror 1")).toThrow(invalid);
  }
  using other = makeTempFolder();
  expect(() => secretBox(other.path).open(sealed, "mirror 1")).toThrow(invalid);
  writeFileSync(join(folder.path, "secret_key"), "short");
  expect(() => secretBox(folder.path)).toThrow(invalid);
});
