import { expect, test } from "vitest";
import { addIgnoreEntry, removeIgnoreEntry } from "./gitignore-file.ts";

// The expectations were obtained from DVC 3.67.1.
test.each([
  [undefined, "foo", "/foo\n"],
  ["", "foo", "/foo\n"],
  ["/bar\n", "foo", "/bar\n/foo\n"],
  ["/bar", "foo", "/bar\n/foo\n"],
  ["/bar\r\n", "foo", "/bar\r\n/foo\n"],
  ["/é", "a b", "/é\n/a b\n"],
  [undefined, "[x]!*#?\\", "/\\[x\\]\\!\\*\\#\\?\\\\\n"],
])("addIgnoreEntry() adds to %j the name %j", (text, name, result) => {
  expect(addIgnoreEntry(text, name)).toBe(result);
});

test.each([
  ["/foo\n", "foo", undefined],
  ["/foo\n/bar\n", "foo", "/bar\n"],
  [" /foo \n# c\n\n/foo\n/foo.txt", "foo", "# c\n\n/foo.txt"],
  ["foo\n", "foo", "foo\n"],
  ["/\\[x\\]\n", "[x]", "/\\[x\\]\n"],
  ["/a\r\n/foo\r\n", "foo", "/a\n"],
  ["/a\r\n", "foo", "/a\r\n"],
  ["", "foo", undefined],
])("removeIgnoreEntry() removes from %j the name %j", (text, name, result) => {
  expect(removeIgnoreEntry(text, name)).toBe(result);
});
