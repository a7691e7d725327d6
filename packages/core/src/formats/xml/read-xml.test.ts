import { expect, test } from "vitest";
import { childText, readXml, type XmlElement, XmlReader } from "./read-xml.ts";

test("readXml() reads elements, entities and CDATA, and passes over prefixes, attributes and a byte order mark", () => {
  const root = readXml(
    '\uFEFF<?xml version="1.0"?>\n<s:List xmlns:s="x"><Key a="1">a&amp;b&#x20;c</Key><Key><![CDATA[<d>]]></Key><E/></s:List>',
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

const bad = ["", "text", "<a>", "<a></b>", "<a>&own;</a>", "<a>".repeat(50) + "</a>".repeat(50)];

test.each(bad)("readXml() gives nothing for what is no document: %#", (text) => {
  expect(readXml(text)).toBeUndefined();
});

test("an XmlReader gives children away as they end, wherever the text is cut, and keeps none of them", () => {
  const text =
    "<l:List><Key>a&lt;b</Key><Items><Item><Key>c</Key></Item><Item/></Items><Other><Key>d</Key></Other></l:List>";
  for (let at = 0; at <= text.length; at++) {
    const given: XmlElement[] = [];
    const reader = new XmlReader({ containers: ["List", "Items"], onChild: (child) => given.push(child) });
    reader.write(text.slice(0, at));
    reader.write(text.slice(at));
    expect(reader.end()).toEqual({ name: "List", text: "", children: [] });
    expect(given.map(({ name, children }) => [name, ...children.map((child) => child.text)])).toEqual([
      ["Key"],
      ["Item", "c"],
      ["Item"],
      ["Items"],
      ["Other", "d"],
    ]);
    expect(given[0]?.text).toBe("a<b");
  }
});

test("an XmlReader has given what came before an error, and gives nothing after it", () => {
  const given: string[] = [];
  const reader = new XmlReader({ containers: ["List"], onChild: ({ name }) => given.push(name) });
  reader.write("<List><A/></B>");
  reader.write("<C/></List>");
  expect(given).toEqual(["A"]);
  expect(reader.end()).toBeUndefined();
});
