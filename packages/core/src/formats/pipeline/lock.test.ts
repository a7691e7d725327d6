import fc from "fast-check";
import { expect, test } from "vitest";
import type { YamlValue } from "../yaml/yaml-value.ts";
import { removeLockStage, updateLockStage } from "./edit-lock.ts";
import { joinLock } from "./join-lock.ts";
import { type LockedStage, parseLockFile } from "./lock-file.ts";
import type { PipelineStage } from "./pipeline-stage.ts";

const LOCK = `schema: '2.0'
stages:
  train:
    cmd: python train.py
    deps:
    - path: data
      hash: md5
      md5: 5ea40360f5b4ec688df672a4db9c17d1.dir
      size: 6
      nfiles: 2
    params:
      params.yaml:
        lr: 0.1
    outs:
    - path: model
      hash: md5
      md5: acbd18db4cc2f85cedef654fccc4a4d8
      size: 3
`;

const EMPTY: LockedStage = { cmd: "x", deps: [], params: new Map(), outs: [] };

test("parseLockFile() reads stages, and updateLockStage() writes the same bytes", () => {
  const parsed = parseLockFile(LOCK, "dvc.lock");
  const train = parsed.stages.get("train");
  expect(train).toEqual({
    cmd: "python train.py",
    deps: [
      {
        path: "data",
        hash: "md5",
        checksum: { key: "md5", value: "5ea40360f5b4ec688df672a4db9c17d1.dir" },
        size: 6,
        nfiles: 2,
      },
    ],
    params: new Map([["params.yaml", new Map([["lr", { kind: "float", value: 0.1 }]])]]),
    outs: [
      { path: "model", hash: "md5", checksum: { key: "md5", value: "acbd18db4cc2f85cedef654fccc4a4d8" }, size: 3 },
    ],
  });
  expect(updateLockStage(undefined, "train", train ?? EMPTY)).toBe(LOCK);
  expect(updateLockStage(parsed, "train", train ?? EMPTY)).toBe(LOCK);
});

test("updateLockStage() sorts, replaces the stage in its place and keeps the other parts", () => {
  const old = `schema: '2.0'\nstages:\n  a:\n    outs:\n    - path: o\n    cmd: old\n  b:\n    cmd: y\ndatasets:\n- name: d\n`;
  const parsed = parseLockFile(old, "dvc.lock");
  const stage: LockedStage = {
    cmd: ["x", "y"],
    deps: [{ path: "z" }, { path: "B", hash: "md5" }, { path: "ds://d", dataset: new Map([["rev_lock", "r"]]) }],
    params: new Map<string, ReadonlyMap<string, YamlValue>>([
      ["a.yaml", new Map([["k", 1]])],
      ["params.yaml", new Map<string, YamlValue>([...Object.entries({ b: null, a: "t" })])],
    ]),
    outs: [],
  };
  expect(updateLockStage(parsed, "a", stage)).toBe(`schema: '2.0'
stages:
  a:
    cmd:
    - x
    - y
    deps:
    - path: B
      hash: md5
    - path: ds://d
      dataset:
        rev_lock: r
    - path: z
    params:
      params.yaml:
        a: t
        b:
      a.yaml:
        k: 1
  b:
    cmd: y
datasets:
- name: d
`);
  expect(updateLockStage(parsed, "c", EMPTY)).toBe(old.replace("datasets", "  c:\n    cmd: x\ndatasets"));
});

test("removeLockStage() removes a stage, and says when none is left", () => {
  const two = parseLockFile(updateLockStage(parseLockFile(LOCK, "dvc.lock"), "b", EMPTY), "dvc.lock");
  expect(removeLockStage(two, "b")).toBe(LOCK);
  expect(removeLockStage(two, "nope")).toBe(two.text);
  expect(removeLockStage(parseLockFile(LOCK, "dvc.lock"), "train")).toBeUndefined();
});

test.each([
  ["", "required key not provided, in schema"],
  [
    "train:\n  cmd: x\n",
    "2 errors: extra keys not allowed, in train, line 2, column 3; required key not provided, in schema",
  ],
  ["schema: 2.0\n", "invalid schema version, in schema"],
  ["schema: '2.0'\nstages: {s: {}}\n", "required key not provided, in stages -> s -> cmd, line 2, column 13"],
  [
    "schema: '2.0'\nstages: {s: {cmd: x, outs: [{}]}}\n",
    "required key not provided, in stages -> s -> outs -> 0 -> path, line 2, column 29",
  ],
])("parseLockFile() refuses %j", (text, message) => {
  expect(() => parseLockFile(text, "dvc.lock")).toThrow(`'dvc.lock' validation failed: ${message}`);
});

test("joinLock() joins by path and ignores what only the lock file has", () => {
  const flags = { cache: true, push: true, persist: false };
  const stage: PipelineStage = {
    name: "s",
    cmd: "x",
    deps: [{ path: "./d" }, { path: "new" }],
    params: [
      { path: "params.yaml", keys: ["a", "b"] },
      { path: "whole.yaml", keys: [] },
      { path: "new.yaml", keys: ["a"] },
    ],
    outs: [{ ...flags, path: "o", cache: false, role: "out" }],
    frozen: false,
    alwaysChanged: false,
    parametrized: false,
  };
  const checksum = { key: "md5" as const, value: "abc" };
  const values = new Map([
    ["a", 1],
    ["c", 2],
  ]);
  const lock: LockedStage = {
    cmd: "old",
    deps: [{ path: "./d", hash: "md5", checksum }, { path: "d" }],
    params: new Map([
      ["params.yaml", values],
      ["whole.yaml", values],
    ]),
    outs: [{ path: "o", checksum, size: 3 }, { path: "gone" }],
  };
  const joined = joinLock(stage, lock);
  expect(joined.locked?.cmd).toBe("old");
  expect(joined.deps).toEqual([{ path: "./d", hash: "md5", checksum }, { path: "new" }]);
  expect(joined.params.map(({ locked }) => locked)).toEqual([new Map([["a", 1]]), values, undefined]);
  expect(joined.outs).toEqual([{ ...flags, path: "o", cache: false, role: "out", checksum, size: 3 }]);
  expect(joinLock(stage, undefined)).toMatchObject({ definition: stage, locked: undefined, deps: stage.deps });
});

const name = fc.stringMatching(/^[a-z][a-z0-9_/.-]{0,20}$/);
const entry = fc.record(
  {
    path: name,
    hash: fc.constant("md5"),
    checksum: fc.record({ key: fc.constant("md5" as const), value: fc.stringMatching(/^[0-9a-f]{32}(?:\.dir)?$/) }),
    size: fc.nat(),
    nfiles: fc.nat(),
    isexec: fc.constant(true),
  },
  { requiredKeys: ["path"] },
);
const entries = fc.uniqueArray(entry, { selector: ({ path }) => path, maxLength: 3 }).map((list) => list.sort(byPath));

function byPath(a: { path: string }, b: { path: string }): number {
  return a.path < b.path ? -1 : 1;
}

test("parseLockFile() reads what updateLockStage() writes", () => {
  const stage = fc.record({
    cmd: fc.oneof(name, fc.array(name)),
    deps: entries,
    outs: entries,
    params: fc
      .dictionary(name, fc.dictionary(name, fc.oneof(fc.integer(), name)))
      .map((files) => new Map(Object.entries(files).map(([file, values]) => [file, new Map(Object.entries(values))]))),
  });
  fc.assert(
    fc.property(name, stage, (stageName, locked) => {
      const text = updateLockStage(undefined, stageName, locked);
      expect(parseLockFile(text, "dvc.lock").stages.get(stageName)).toEqual(locked);
    }),
  );
});
