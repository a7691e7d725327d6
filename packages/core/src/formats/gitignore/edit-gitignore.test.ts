import { expect, test } from "vitest";
import { addToGitignore, removeFromGitignore, takeBackFromGitignore } from "./edit-gitignore.ts";

test("addToGitignore() puts the escaped name on a line of its own", () => {
  expect(addToGitignore("", "data")).toBe("/data\n");
  expect(addToGitignore("*.tmp", "data")).toBe("*.tmp\n/data\n");
  expect(addToGitignore("*.tmp\n", "[a]!b*c#d?")).toBe("*.tmp\n/\\[a\\]\\!b\\*c\\#d\\?\n");
});

test("removeFromGitignore() removes the lines of a name and keeps the others", () => {
  expect(removeFromGitignore("/a\n /data \r\n/b\n/data", "data")).toBe("/a\n/b\n");
  expect(removeFromGitignore("/data\n", "data")).toBeUndefined();
  expect(removeFromGitignore("/\\[a\\]\n", "[a]")).toBe("/\\[a\\]\n");
});

test("takeBackFromGitignore() removes what addToGitignore() added", () => {
  for (const name of ["data", "[a]", "#x", "a b"]) {
    expect(takeBackFromGitignore(addToGitignore("x\n", name), name)).toBe("x\n");
    expect(takeBackFromGitignore(addToGitignore("", name), name)).toBeUndefined();
  }
});
