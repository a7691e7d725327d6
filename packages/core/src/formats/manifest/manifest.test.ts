import { createHash } from "node:crypto";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isLodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import { isRelPath, parseRelPath, type RelPath } from "../../base/rel-path.ts";
import { pythonJson } from "../json/python-json.ts";
import { buildManifest } from "./build-manifest.ts";
import { diffManifests } from "./diff-manifests.ts";
import type { Manifest } from "./manifest.ts";
import {
  findManifestEntry,
  manifestChildren,
  manifestHas,
  manifestHasFolder,
  manifestSubtree,
} from "./manifest-subtree.ts";
import { parseManifest } from "./parse-manifest.ts";
import { printManifest } from "./print-manifest.ts";

const A = "0cc175b9c0f1b6a831c399e269772661";
const B = "92eb5ffee6ae2fec3ad71c777531578f";

function md5(data: string | Buffer): Oid {
  const oid = parseOid(createHash("md5").update(data).digest("hex"));
  if (oid === undefined) throw new Error("not an oid");
  return oid;
}

function manifestOf(files: Record<string, string>): Manifest {
  return buildManifest(
    Object.entries(files).map(([path, content]) => ({ relpath: parseRelPath(path), oid: md5(content) })),
    "dir",
  );
}

function parse(text: string): Manifest {
  return parseManifest(Buffer.from(text), "x.dir");
}

describe("printManifest() hashes as DVC does", () => {
  test.each([
    [{ foo: "foo", bar: "bar" }, "5ea40360f5b4ec688df672a4db9c17d1"],
    [{ file: "file", "subdir/subfile": "subfile" }, "b6dcab6ccd17ca0a8bf4a215a37d14cc"],
    [{}, "d751713988987e9331980363e24189ce"],
    [{ é: "x", "тест/\u{1F600}": "y" }, "a5dee3b9389956b9774b45fee8927009"],
    [{ "\u{1F600}": "", "\uFFFD": "" }, "66e8425861be2ad63cc342443daaea2d"],
    [{ foo: "foo", "subdir/lorem": "lorem" }, "22a16c9bf84b3068bc2206d88a6b5776"],
  ])("for %j", (files, oid) => {
    expect(md5(printManifest(manifestOf(files)))).toBe(oid);
  });
});

test("printManifest() writes entries in the order of code points", () => {
  const oids = ["1", "2", "3", "4"].map((digit) => digit.repeat(32));
  const paths = ["a/b", "a.b", "b", "B"];
  const listing = parse(pythonJson(paths.map((relpath, i) => ({ md5: oids[i] ?? "", relpath }))));
  expect(listing.map((entry) => entry.relpath)).toEqual(["B", "a.b", "a/b", "b"]);
  expect(printManifest(manifestOf({ bar: "a", 'q"\\': "b" })).toString()).toBe(
    `[{"md5": "${A}", "relpath": "bar"}, {"md5": "${B}", "relpath": "q\\"\\\\"}]`,
  );
});

test("parseManifest() reads other blanks, orders, keys, escapes and identical duplicates", () => {
  const text = ` [\n{"relpath":"b","md5":"${B}","size":{"x":["}\\""]}} ,{"md5": "${A}", "relpath": "\\u0061"},
    {"md5": "${A}", "relpath": "a"}]\n`;
  expect(parse(text)).toEqual([
    { relpath: "a", oid: A },
    { relpath: "b", oid: B },
  ]);
  expect(parse("[ ]")).toEqual([]);
});

function entries(...pairs: readonly (readonly [string, string])[]): string {
  return pythonJson(pairs.map(([relpath, digest]) => ({ md5: digest, relpath })));
}

test.each([
  ["", "not a JSON array"],
  ["{}", "not a JSON array"],
  ["null", "not a JSON array"],
  ["[", "entry 1 is not an object"],
  ["[[]]", "entry 1 is not an object"],
  ["[1]", "entry 1 is not an object"],
  ["[{}] x", "entry 1 has no path"],
  [`[{"md5": "${A}"}]`, "entry 1 has no path"],
  [`[{"md5": "${A}", "relpath": 1}]`, "entry 1 has no path"],
  ['[{"relpath": "a"}]', '"a" has no valid MD5'],
  [`[{"md5": "${A}", "relpath": "a"}, {"md5": "${A}"`, "ends inside entry 2"],
  [`[{"md5": "${A}", "relpath": "a"},]`, "entry 2 is not an object"],
  [`[{"md5": "${A}", "relpath": "a"}] 1`, "not a JSON array"],
  [`[{"md5": "${A}" "relpath": "a"}]`, "entry 1 is not valid JSON"],
  [`[{"md5": "${A}", "relpath": "\\ud800"}]`, "not valid Unicode"],
  [entries(["a", A.toUpperCase()]), '"a" has no valid MD5'],
  [entries(["a", `${A}.dir`]), '"a" has no valid MD5'],
  [entries(["/a", A]), "leaves its directory"],
  [entries(["a/../../b", A]), "leaves its directory"],
  [entries(["a\0b", A]), "leaves its directory"],
  [entries(["", A]), "leaves its directory"],
  [entries(["a//b", A]), "leaves its directory"],
  [entries(["a", A], ["b", A], ["a", B]), '"a" is listed twice'],
  [entries(["a", A], ["a.b", A], ["a/b", A]), '"a" is a file and the folder of "a/b"'],
  [entries(["x/a/b/c", A], ["x/a", A]), '"x/a" is a file and the folder of "x/a/b/c"'],
])("parseManifest() refuses %j", (text, state) => {
  let caught: unknown;
  try {
    parse(text);
  } catch (error) {
    caught = error;
  }
  expect(isLodeError(caught, "MANIFEST_INVALID")).toBe(true);
  expect(String(caught)).toContain(state);
  expect(String(caught)).toContain('"x.dir"');
});

test("parseManifest() refuses bytes that are not UTF-8", () => {
  const bytes = Buffer.concat([Buffer.from(`[{"md5": "${A}", "relpath": "`), Buffer.from([0xff]), Buffer.from('"}]')]);
  expect(() => parseManifest(bytes, "x.dir")).toThrow("entry 1 is not valid JSON");
});

test("buildManifest() refuses the digest of a directory", () => {
  const entry = { relpath: parseRelPath("a"), oid: `${A}.dir` as Oid };
  expect(() => buildManifest([entry], "dir")).toThrow('"a" is not a file');
});

const path = fc
  .array(fc.string({ unit: "binary", minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
  .map((parts) => parts.join("/"))
  .filter(isRelPath);

test("parseManifest() reads what printManifest() writes", () => {
  fc.assert(
    fc.property(fc.array(path), (paths) => {
      const files = paths.filter((file) => !paths.some((other) => other.startsWith(`${file}/`)));
      const manifest = buildManifest(
        files.map((relpath) => ({ relpath, oid: md5(relpath) })),
        "dir",
      );
      expect(parseManifest(printManifest(manifest), "x.dir")).toEqual(manifest);
    }),
  );
});

test("diffManifests() lists what was added, removed and changed", () => {
  const before = manifestOf({ a: "1", b: "1", "c/d": "1", e: "1" });
  const after = manifestOf({ b: "2", "c/d": "1", "c/e": "1", f: "1" });
  const { added, removed, changed } = diffManifests(before, after);
  expect(added.map((entry) => entry.relpath)).toEqual(["c/e", "f"]);
  expect(removed.map((entry) => entry.relpath)).toEqual(["a", "e"]);
  expect(changed).toEqual([{ relpath: "b", oldOid: md5("1"), newOid: md5("2") }]);
  expect(diffManifests(before, before)).toEqual({ added: [], removed: [], changed: [] });
});

test("manifestSubtree() returns the files below a folder, relative to it", () => {
  const manifest = manifestOf({ "a.b": "1", "a/x": "2", "a/y/z": "3", ab: "4" });
  expect(manifestSubtree(manifest, parseRelPath("a"))).toEqual(manifestOf({ x: "2", "y/z": "3" }));
  expect(manifestSubtree(manifest, parseRelPath("ab"))).toEqual([]);
});

test("manifestHas() and manifestHasFolder() tell files from folders", () => {
  const manifest = manifestOf({ "a.b": "1", "a/x": "2", ab: "4" });
  const answers = (path: string): boolean[] =>
    [manifestHas, manifestHasFolder].map((has) => has(manifest, parseRelPath(path)));
  expect(answers("a")).toEqual([true, true]);
  expect(answers("a/x")).toEqual([true, false]);
  expect(answers("ab")).toEqual([true, false]);
  expect(answers("a/y")).toEqual([false, false]);
});

test("manifestChildren() lists one folder, and passes over what is below its folders", () => {
  const manifest = manifestOf({
    "a.b": "1",
    "a/x": "2",
    "a/y/z": "3",
    "a/y/zz": "3",
    "a/y0": "4",
    ab: "4",
    "\u{1F600}/f": "5",
  });
  const listed = (folder: RelPath | ""): unknown[] =>
    Array.from(manifestChildren(manifest, folder), ([name, entry]) => [name, entry?.relpath]);
  expect(listed("")).toEqual([
    ["a.b", "a.b"],
    ["a", undefined],
    ["ab", "ab"],
    ["\u{1F600}", undefined],
  ]);
  expect(listed(parseRelPath("a"))).toEqual([
    ["x", "a/x"],
    ["y", undefined],
    ["y0", "a/y0"],
  ]);
  expect(listed(parseRelPath("none"))).toEqual([]);
});

test("findManifestEntry() finds a file by its path", () => {
  const manifest = manifestOf({ "a.b": "1", "a/x": "2", b: "3" });
  expect(findManifestEntry(manifest, parseRelPath("a/x"))?.oid).toBe(md5("2"));
  expect(findManifestEntry(manifest, parseRelPath("a"))).toBeUndefined();
});
