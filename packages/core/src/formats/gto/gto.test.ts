import fc from "fast-check";
import { expect, test } from "vitest";
import { formatArtifactName, isArtifactName, parseArtifactName } from "./artifact-name.ts";
import { formatGtoTag, type GtoTag, parseGtoTag } from "./gto-tag.ts";
import { resolveArtifact } from "./resolve-artifact.ts";
import { compareVersions, isVersion } from "./semver.ts";

const root = { dir: undefined, name: "m" };

test.each([
  ["m@v1.2.3", { action: "register", artifact: root, version: "v1.2.3", counter: undefined }],
  ["m@v1.2.3!#12", { action: "deregister", artifact: root, version: "v1.2.3", counter: 12 }],
  ["m@v1.0.0-rc.1+b.2#1", { action: "register", artifact: root, version: "v1.0.0-rc.1+b.2", counter: 1 }],
  ["m#prod", { action: "assign", artifact: root, stage: "prod", counter: undefined }],
  ["m#prod!#2", { action: "unassign", artifact: root, stage: "prod", counter: 2 }],
  ["m#3", { action: "assign", artifact: root, stage: "3", counter: undefined }],
  ["m@deprecated", { action: "deprecate", artifact: root, counter: undefined }],
  ["a/b-c.d=x/y_z@v0.0.1", { action: "register", artifact: { dir: "a/b-c.d", name: "x/y_z" }, version: "v0.0.1" }],
])("parseGtoTag() parses %s", (text, tag) => {
  expect(parseGtoTag(text)).toMatchObject(tag);
});

test.each([
  "v1.0.0",
  "m@1.0.0",
  "m@v1.0",
  "m@v01.0.0",
  "m@v1.0.0#x",
  "-m@v1.0.0",
  "m_@v1.0.0",
  "a=b=c@v1.0.0",
  "m#",
  "m@v1.0.0-01",
])("parseGtoTag() takes %s for no such tag", (text) => {
  expect(parseGtoTag(text)).toBeUndefined();
});

const name = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9_/-]{0,5}[a-zA-Z0-9])?$/);
const artifact = fc.record({
  dir: fc.option(fc.stringMatching(/^[a-zA-Z0-9_./-]{1,6}$/), { nil: undefined }),
  name,
});
const counter = fc.option(fc.nat(), { nil: undefined });
const version = fc.tuple(fc.nat(), fc.nat(), fc.nat()).map((parts) => `v${parts.join(".")}`);
const tag: fc.Arbitrary<GtoTag> = fc.oneof(
  fc.record({ action: fc.constantFrom("register", "deregister"), artifact, version, counter }),
  fc.record({ action: fc.constantFrom("assign", "unassign"), artifact, stage: name, counter }),
  fc.record({ action: fc.constantFrom("create", "deprecate"), artifact, counter }),
);

test("parseGtoTag() reads what formatGtoTag() writes", () => {
  fc.assert(
    fc.property(tag, (value) => {
      expect(parseGtoTag(formatGtoTag(value))).toEqual(value);
    }),
  );
});

test.each([
  ["m", { dir: undefined, name: "m" }],
  ["a/b:m", { dir: "a/b", name: "m" }],
  ["a/b/dvc.yaml:m", { dir: "a/b", name: "m" }],
  ["a/mydvc.yaml:m", { dir: "a/mydvc.yaml", name: "m" }],
  ["dvc.yaml:m", { dir: "", name: "m" }],
  ["a:b:c", undefined],
  ["m!", undefined],
])("parseArtifactName() parses %s", (text, parsed) => {
  expect(parseArtifactName(text)).toEqual(parsed);
});

test("formatArtifactName() writes the directory before a colon", () => {
  expect(formatArtifactName({ dir: "a/b", name: "m" })).toBe("a/b:m");
  expect(isArtifactName("a/b")).toBe(true);
  expect(isArtifactName("a:b")).toBe(false);
});

test("compareVersions() orders as semver.org says", () => {
  const sorted = [
    "v0.9.0",
    "v1.0.0-alpha",
    "v1.0.0-alpha.1",
    "v1.0.0-alpha.beta",
    "v1.0.0-beta",
    "v1.0.0-beta.2",
    "v1.0.0-beta.11",
    "v1.0.0-rc.1",
    "v1.0.0",
    "v1.0.10",
    "v1.10.0",
    "v12345678901234567890.0.0",
    "v22345678901234567890.0.0",
  ];
  expect(sorted.toReversed().sort(compareVersions)).toEqual(sorted);
  expect(sorted.every(isVersion)).toBe(true);
  expect(compareVersions("v1.0.0+a", "v1.0.0+b")).toBe(0);
});

/** Each tag is a second later than the one before. */
function tags(...names: readonly string[]) {
  return names.map((tagName, i) => ({ name: tagName, timeMs: i * 1000, commit: `c${i}` }));
}

test("resolveArtifact() finds the highest version, and of equal ones the latest", () => {
  const all = tags("m@v2.0.0", "m@v10.0.0-rc.1", "m@v9.0.0", "m#prod", "other@v99.0.0", "d=m@v99.0.0", "m@v1.0.0");
  expect(resolveArtifact(all, { name: "m" }).commit).toBe("c1");
  expect(resolveArtifact(all, { name: "d:m" }).name).toBe("d=m@v99.0.0");
  expect(resolveArtifact(all, { name: "d/dvc.yaml:m" }).name).toBe("d=m@v99.0.0");
  expect(resolveArtifact(tags("m@v1.0.0#1", "m@v1.0.0#2"), { name: "m" }).commit).toBe("c1");
});

test("resolveArtifact() finds the latest tag of a version or a stage", () => {
  const all = tags("m@v1.0.0#1", "m#prod#2", "m@v1.0.0#3", "m#prod#4", "m#dev#5");
  expect(resolveArtifact(all, { name: "m", version: "v1.0.0" }).commit).toBe("c2");
  expect(resolveArtifact(all.toReversed(), { name: "m", stage: "prod" }).commit).toBe("c3");
});

test("resolveArtifact() passes over what was taken back when onlyActive is set", () => {
  const all = tags("m@v1.0.0", "m@v2.0.0", "m@v2.0.0!", "m#prod", "m#prod!");
  expect(resolveArtifact(all, { name: "m" }).name).toBe("m@v2.0.0!");
  expect(resolveArtifact(all, { name: "m", onlyActive: true }).name).toBe("m@v1.0.0");
  expect(() => resolveArtifact(all, { name: "m", stage: "prod", onlyActive: true })).toThrow("in stage prod");
});

test("resolveArtifact() refuses what no tag names", () => {
  const all = tags("m#prod", "m@created");
  for (const query of [
    { name: "m" },
    { name: "x" },
    { name: "dvc.yaml:m" },
    { name: "!" },
    { name: "m", version: "v1.0.0" },
  ]) {
    expect(() => resolveArtifact(all, query)).toThrow(expect.objectContaining({ code: "ARTIFACT_UNKNOWN" }));
  }
});
