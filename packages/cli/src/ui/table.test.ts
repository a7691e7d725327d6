import { expect, test } from "vitest";
import { displayWidth, formatTable } from "./table.ts";

test("formatTable() lines columns up and leaves no blanks at the end", () => {
  const columns = [{ title: "Name" }, { title: "Size", align: "right" }, {}] as const;
  expect(
    formatTable(columns, [
      ["a", "1", "x"],
      ["long name", "12345", ""],
      ["日本", "7", "y"],
    ]),
  ).toBe(["Name        Size", "a              1  x", "long name  12345", "日本           7  y"].join("\n"));
});

test("formatTable() prints no title line when no column has a title", () => {
  expect(formatTable([{}, {}], [["a", "b"]])).toBe("a  b");
});

test.each([
  ["abc", 3],
  ["日本", 4],
  ["e\u0301", 1],
  ["😀", 2],
])("displayWidth() of %j is %d", (text, width) => {
  expect(displayWidth(text)).toBe(width);
});

test("formatTable() lays out more rows than a call takes arguments", () => {
  const lines = formatTable([{}], new Array(300_000).fill(["ab"])).split("\n");
  expect([lines.length, lines.at(-1)]).toEqual([300_000, "ab"]);
});
