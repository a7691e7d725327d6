import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { type Oid, parseOid } from "../../base/oid.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import { buildManifest } from "./build-manifest.ts";
import type { Manifest } from "./manifest.ts";
import { mergeManifests } from "./merge-manifests.ts";

function oidOf(content: string): Oid {
  const oid = parseOid(createHash("md5").update(content).digest("hex"));
  if (oid === undefined) throw new Error("not an oid");
  return oid;
}

function manifestOf(files: Readonly<Record<string, string>>): Manifest {
  const entries = Object.entries(files).map(([path, text]) => ({ relpath: parseRelPath(path), oid: oidOf(text) }));
  return buildManifest(entries, "dir");
}

type Files = Readonly<Record<string, string>>;

function merge(ancestor: Files, our: Files, their: Files) {
  return mergeManifests({ ancestor: manifestOf(ancestor), our: manifestOf(our), their: manifestOf(their) });
}

test.each<[string, Files, Files, Files, Files]>([
  ["both add", { a: "1" }, { a: "1", b: "2" }, { a: "1", c: "3" }, { a: "1", b: "2", c: "3" }],
  ["both add the same", {}, { a: "1" }, { a: "1" }, { a: "1" }],
  ["one changes, one adds", { a: "1" }, { a: "2" }, { a: "1", b: "1" }, { a: "2", b: "1" }],
  ["one removes, one adds", { a: "1" }, {}, { a: "1", b: "1" }, { b: "1" }],
  ["both remove", { a: "1", b: "1" }, { b: "1" }, { b: "1", c: "1" }, { b: "1", c: "1" }],
  ["both change to the same", { a: "1" }, { a: "2" }, { a: "2" }, { a: "2" }],
  ["a file becomes a folder", { a: "1" }, { "a/b": "1" }, { a: "1", c: "1" }, { "a/b": "1", c: "1" }],
])("mergeManifests() merges when %s", (_, ...[ancestor, our, their, expected]) => {
  expect(merge(ancestor, our, their)).toEqual({ merged: manifestOf(expected), conflicts: [], collisions: [] });
});

test.each<[string, Files, Files, Files, readonly string[]]>([
  ["both change", { a: "1", b: "1" }, { a: "2", b: "2" }, { a: "3", b: "3" }, ["a", "b"]],
  ["both add different files", {}, { a: "1" }, { a: "2" }, ["a"]],
  ["one removes and one changes", { a: "1", b: "1" }, { a: "2" }, { b: "2" }, ["a", "b"]],
])("mergeManifests() finds the conflicts when %s", (_, ...[ancestor, our, their, expected]) => {
  expect(merge(ancestor, our, their).conflicts).toEqual(expected);
});

test("mergeManifests() finds what is a file here and a folder there", () => {
  expect(merge({}, { a: "1" }, { "a/b": "1", "a/c": "1" })).toMatchObject({ conflicts: [], collisions: ["a"] });
});

test("mergeManifests() takes the favored side where both changed a path", () => {
  const sides = { ancestor: manifestOf({ a: "1", b: "1", c: "1" }), our: manifestOf({ a: "2", b: "2", c: "1" }) };
  const their = manifestOf({ a: "3", c: "3" });
  expect(mergeManifests({ ...sides, their }, "our").merged).toEqual(manifestOf({ a: "2", b: "2", c: "3" }));
  expect(mergeManifests({ ...sides, their }, "their")).toMatchObject({ merged: their, conflicts: ["a", "b"] });
});
