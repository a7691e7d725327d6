import { expect, test } from "vitest";
import { childText, readXml } from "./read-xml.ts";

test("readXml() reads elements, entities and CDATA, and passes over prefixes and attributes", () => {
  const root = readXml(
    '<?xml version="1.0"?>\n<s:List xmlns:s="x"><Key a="1">a&amp;b&#x20;c</Key><Key><![CDATA[<d>]]></Key><E/></s:List>',
  );
  expect(root?.name).toBe("List");
  expect(root?.children.map(({ name, text }) => [name, text])).toEqual([
    ["Key", "a&b c"],
    ["Key", "<d>"],
    ["E", ""],
  ]);
  expect(childText(root, "Key")).toBe("a&b c");
  expect(childText(root, "None")).toBeUndefined();
});

test.each(["", "text", "<a>", "<a></b>", "<a>&own;</a>", "<a>".repeat(50) + "</a>".repeat(50)])(
  "readXml() gives nothing for what is no document: %#",
  (text) => {
    expect(readXml(text)).toBeUndefined();
  },
);
