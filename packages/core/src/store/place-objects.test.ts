import { mkdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { expect, test } from "vitest";
import { parseOid } from "../base/oid.ts";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { hashBytes } from "../hash/md5.ts";
import { type PlacedObject, placeObjects } from "./place-objects.ts";

function objectOf(text: string, targets: PlacedObject["targets"]): PlacedObject {
  const bytes = Buffer.from(text);
  const oid = parseOid(hashBytes(bytes));
  if (oid === undefined) throw new Error("no id");
  return { oid, bytes, targets };
}

const codeOf = (failure: Error | undefined) => failure && "code" in failure && failure.code;

test.each([false, true])(
  "placeObjects() writes each object to all of its files, elsewhere: %s",
  async (isElsewhere) => {
    using folder = makeTempFolder();
    const objects = Array.from({ length: 1500 }, (_, i) =>
      objectOf(`object ${i} ${"x".repeat(i % 300)}`, [
        { path: `${folder.path}/${i}`, executable: false },
        { path: `${folder.path}/${i}.sh`, executable: true },
      ]),
    );
    expect(await placeObjects("md5", objects, { isElsewhere })).toEqual(objects.map(() => undefined));
    for (const { bytes, targets } of objects) {
      for (const { path, executable } of targets) {
        expect(readFileSync(path).equals(bytes)).toBe(true);
        expect((statSync(path).mode & 0o100) !== 0).toBe(executable);
      }
    }
  },
);

test("placeObjects() replaces files and links, refuses other bytes, and tells what was in the way", async () => {
  using folder = makeTempFolder();
  const target = (name: string) => [{ path: `${folder.path}/${name}`, executable: false }];
  const elsewhere = folder.write("elsewhere", "kept");
  folder.write("old", "old");
  symlinkSync(elsewhere, `${folder.path}/link`);
  mkdirSync(`${folder.path}/folder`);
  const forged = { ...objectOf("true", target("forged")), bytes: Buffer.from("forged") };
  const objects = [objectOf("new", target("old")), objectOf("other", target("link")), forged];
  const failures = await placeObjects("md5", [...objects, objectOf("in the way", target("folder"))]);
  expect(failures.map(codeOf)).toEqual([undefined, undefined, "OBJECT_CORRUPT", "IO_FAILED"]);
  expect(readFileSync(`${folder.path}/old`, "utf8")).toBe("new");
  expect(readFileSync(`${folder.path}/link`, "utf8")).toBe("other");
  expect(readFileSync(elsewhere, "utf8")).toBe("kept");
  expect(statSync(`${folder.path}/forged`, { throwIfNoEntry: false })).toBeUndefined();
});
