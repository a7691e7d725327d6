import { expect, test } from "vitest";
import { parseTreeObject } from "./tree-object.ts";

const OID = "0123456789abcdef0123456789abcdef01234567";

function entry(mode: string, name: string): Buffer {
  return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(OID, "hex")]);
}

test("parseTreeObject() reads modes, names and ids", () => {
  const bytes = [entry("100664", "old"), entry("100755", "run"), entry("40000", "dir"), entry("160000", "sub")];
  expect([...parseTreeObject(Buffer.concat([...bytes, entry("120000", "to a")]), 20).values()]).toEqual([
    { name: "old", kind: "file", executable: false, oid: OID },
    { name: "run", kind: "file", executable: true, oid: OID },
    { name: "dir", kind: "dir", executable: false, oid: OID },
    { name: "sub", kind: "other", executable: false, oid: OID },
    { name: "to a", kind: "link", executable: false, oid: OID },
  ]);
  expect(parseTreeObject(Buffer.alloc(0), 20).size).toBe(0);
});

test.each([".", "..", "", "a/b", "../x"])("parseTreeObject() refuses the name %j", (name) => {
  expect(() => parseTreeObject(entry("100644", name), 20)).toThrow(expect.objectContaining({ code: "PATH_HOSTILE" }));
});

test("parseTreeObject() refuses what is cut short", () => {
  const whole = entry("100644", "name");
  for (let length = 1; length < whole.length; length++) {
    expect(() => parseTreeObject(whole.subarray(0, length), 20)).toThrow("cut short");
  }
});
