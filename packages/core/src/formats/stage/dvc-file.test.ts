import fc from "fast-check";
import { expect, test } from "vitest";
import { isLodeError } from "../../base/lode-error.ts";
import { parseYaml } from "../yaml/parse-yaml.ts";
import type { DvcFile } from "./dvc-file.ts";
import { parseDvcFile } from "./parse-dvc-file.ts";
import { printDvcFile, updateDvcFile } from "./print-dvc-file.ts";
import { computeStageMd5 } from "./stage-md5.ts";

const MD5 = "acbd18db4cc2f85cedef654fccc4a4d8";

const IMPORT = `md5: 85420644eb93a909bdc766d1049dcefd
frozen: true
deps:
- path: foo
  repo:
    url: https://example.com/repo
    rev_lock: 0000000000000000000000000000000000000000
outs:
- md5: ${MD5}
  size: 3
  hash: md5
  path: foo
`;

function failure(text: string): { code: string; message: string; details: unknown } {
  try {
    parseDvcFile(text, "x.dvc");
  } catch (error) {
    if (isLodeError(error)) return { code: error.code, message: error.message, details: error.details };
    throw error;
  }
  throw new Error("parsed");
}

test("parseDvcFile() reads an output with its defaults", () => {
  const { file } = parseDvcFile(`outs:\n- md5: ${MD5}\n  size: 3\n  hash: md5\n  path: foo\n`, "foo.dvc");
  expect(file).toEqual({
    deps: [],
    outs: [
      {
        checksum: { key: "md5", value: MD5 },
        size: 3,
        hash: "md5",
        path: "foo",
        cache: true,
        push: true,
        persist: false,
      },
    ],
  });
});

test("parseDvcFile() reads an import and printDvcFile() writes the same bytes", () => {
  const { file } = parseDvcFile(IMPORT.replace("lock: 0", "lock: '0").replace("0\nouts", "0'\nouts"), "foo.dvc");
  expect(file.deps).toEqual([
    { path: "foo", repo: { url: "https://example.com/repo", revLock: "0000000000000000000000000000000000000000" } },
  ]);
  expect(file.frozen).toBe(true);
  expect(computeStageMd5(file)).toBe(file.md5);
  expect(printDvcFile(file).replaceAll("'", "")).toBe(IMPORT);
});

test.each(["", "# nothing\n", "null\n", "{}\n", "deps:\nouts:\n"])("parseDvcFile() accepts %j as empty", (text) => {
  expect(parseDvcFile(text, "x.dvc").file).toEqual({ deps: [], outs: [] });
});

test("parseDvcFile() reads the old names and forms", () => {
  const { file } = parseDvcFile("locked: true\nwdir: ..\nouts:\n- path: a\n  md5: ''\n  persist: true\n", "x.dvc");
  expect(file.frozen).toBe(true);
  expect(file.wdir).toBe("..");
  expect(file.outs[0]).toEqual({ path: "a", cache: true, push: true, persist: true });
});

test("parseDvcFile() lays what a remote knows over the entry", () => {
  const { file } = parseDvcFile(
    `outs:\n- md5: ${MD5}\n  size: 3\n  etag: old\n  cloud:\n    up:\n      etag: new\n      version_id: v\n  path: a\n`,
    "x.dvc",
  );
  expect(file.outs[0]).toMatchObject({
    checksum: { key: "md5", value: MD5 },
    cloud: { up: { etag: "new", version_id: "v" } },
  });
  expect(file.outs[0]).not.toHaveProperty("otherChecksums");
});

test("parseDvcFile() works out the state of a directory that is given file by file", () => {
  const files = "foo:acbd18db4cc2f85cedef654fccc4a4d8 bar:37b51d194a7513e45b56f6524f2d51f2".split(" ");
  const entries = files.map((file) => `  - relpath: ${file.slice(0, 3)}\n    md5: ${file.slice(4)}\n    size: 3\n`);
  const { file } = parseDvcFile(`outs:\n- path: d\n  hash: md5\n  files:\n${entries.join("")}`, "x.dvc");
  expect(file.outs[0]).toMatchObject({
    checksum: { key: "md5", value: "5ea40360f5b4ec688df672a4db9c17d1.dir" },
    size: 6,
    nfiles: 2,
  });
  expect(file.outs[0]?.files?.map(({ relpath }) => relpath)).toEqual(["bar", "foo"]);
});

test.each([
  ["https://host/x", "checksum"],
  ["s3://bucket/x", "etag"],
  ["/abs/x", "md5"],
  ["x", "md5"],
])("parseDvcFile() takes for %s the checksum under %s", (path, key) => {
  const { file } = parseDvcFile(`deps:\n- path: ${path}\n  md5: aaaa\n  etag: bbbb\n  checksum: cccc\n`, "x.dvc");
  expect(file.deps[0]?.checksum?.key).toBe(key);
});

test.each([
  ["cmd: run\n", "'x.dvc' validation failed: extra keys not allowed, in cmd"],
  [
    "outs:\n- path: a\n  foo: 1\n",
    "'x.dvc' validation failed: extra keys not allowed, in outs -> 0 -> foo, line 2, column 3",
  ],
  ["frozen: yes\n", "'x.dvc' validation failed: expected bool, in frozen"],
  [
    "outs:\n- path: a\n  size: '1'\n",
    "'x.dvc' validation failed: expected int, in outs -> 0 -> size, line 2, column 3",
  ],
  ["outs:\n- path: 1\n", "'x.dvc' validation failed: expected str, in outs -> 0 -> path, line 2, column 3"],
  ["md5: AB\n", "'x.dvc' validation failed: not a valid value, in md5"],
  ["outs: {}\n", "'x.dvc' validation failed: expected a list, in outs, line 1, column 7"],
  ["- a\n", "'x.dvc' validation failed: expected a dictionary"],
  [
    "foo: 1\nouts:\n- path: a\n  metric: false\n",
    "'x.dvc' validation failed: 2 errors: extra keys not allowed, in foo; extra keys not allowed, in outs -> 0 -> metric, line 3, column 3",
  ],
  [
    "deps:\n- repo: {rev: a}\n",
    "'x.dvc' validation failed: required key not provided, in deps -> 0 -> repo -> url, line 2, column 9",
  ],
])("parseDvcFile() refuses %j", (text, message) => {
  expect(failure(text)).toMatchObject({ code: "DVC_FILE_INVALID", message });
});

test.each([
  ["ENTRY_UNUSABLE", "outs:\n- md5: abc\n", "required key not provided, in outs -> 0 -> path"],
  ["ENTRY_UNUSABLE", "outs:\n- path: ''\n", "path is empty, in outs -> 0 -> path"],
  ["ENTRY_UNUSABLE", 'outs:\n- path: "a\\0b"\n', "path holds NUL, in outs -> 0 -> path"],
  ["DVC_FILE_INVALID", "outs:\n- path: a/b.dvc\n", "DVC file 'a/b.dvc' cannot be an output, in outs -> 0 -> path"],
  ["DVC_FILE_INVALID", "deps:\n- path: dvc.yaml\n", "'dvc.yaml' cannot be a dependency, in deps -> 0 -> path"],
  ["ENTRY_UNUSABLE", `outs:\n- path: a\n  md5: ${"1".repeat(32)}\n`, "checksum is a number: put it in quotes"],
  ["DVC_FILE_INVALID", "outs:\n- path: a\n  files:\n  - relpath: ../b\n", "path leaves its folder"],
  ["DVC_FILE_INVALID", "outs:\n- path: a\n  files:\n  - relpath: b\n  - relpath: b\n", "duplicate path 'b'"],
])("parseDvcFile() refuses with %s what DVC finds out later: %j", (code, text, message) => {
  const error = failure(text);
  expect(error.code).toBe(code);
  expect(error.message).toContain(message);
});

test("parseDvcFile() gives programs every error with its place", () => {
  expect(failure("outs:\n- path: a\n  foo: 1\n").details).toEqual({
    file: "x.dvc",
    errors: [{ message: "extra keys not allowed", path: ["outs", "0", "foo"], line: 2, column: 3 }],
  });
});

test("printDvcFile() writes keys in DVC's order and leaves defaults out", () => {
  const file: DvcFile = {
    meta: new Map([["a", 1]]),
    desc: "text",
    wdir: "./sub/",
    alwaysChanged: true,
    deps: [{ path: "s3://b/x", checksum: { key: "etag", value: "abc" }, size: 1, versionId: "v" }],
    outs: [
      {
        path: "./a/../b/",
        checksum: { key: "md5", value: "12e45678901234567890123456789012" },
        size: 0,
        hash: "md5",
        isexec: true,
        cache: false,
        push: false,
        persist: true,
        remote: "r",
        desc: "d",
        type: "model",
        labels: ["x"],
        meta: new Map(),
      },
    ],
  };
  expect(printDvcFile(file)).toBe(`desc: text
wdir: sub
deps:
- etag: abc
  size: 1
  version_id: v
  hash: md5
  path: s3://b/x
outs:
- md5: '12e45678901234567890123456789012'
  size: 0
  isexec: true
  hash: md5
  path: b
  desc: d
  type: model
  labels:
  - x
  cache: false
  persist: true
  remote: r
  push: false
always_changed: true
meta:
  a: 1
`);
});

test("printDvcFile() writes an unknown md5 of DVC 2's kind as nothing", () => {
  expect(printDvcFile({ deps: [], outs: [{ path: "a", cache: true, push: true, persist: false }] })).toBe(
    "outs:\n- md5:\n  path: a\n",
  );
});

test("updateDvcFile() keeps comments and the order of keys, and appends what is new", () => {
  const parsed = parseDvcFile("# top\nouts:\n- path: a  # the data\n  md5: abc\n", "x.dvc");
  const [out] = parsed.file.outs;
  const outs =
    out === undefined ? [] : [{ ...out, checksum: { key: "md5" as const, value: MD5 }, hash: "md5", size: 3 }];
  expect(updateDvcFile(parsed, { ...parsed.file, outs, frozen: true })).toBe(
    `# top\nouts:\n- path: a  # the data\n  md5: ${MD5}\n  size: 3\n  hash: md5\nfrozen: true\n`,
  );
});

test.each([
  [{ checksum: { key: "md5", value: MD5 }, hash: "md5", path: "foo" }, "8fc199641730e3f512deac0bd9a0e0b6"],
] as const)("computeStageMd5() agrees with DVC", (dep, md5) => {
  const out = { ...dep, path: "bar", cache: true, push: true, persist: false };
  expect(computeStageMd5({ deps: [dep], outs: [out] })).toBe(md5);
  const described = { ...out, desc: "d", labels: ["l"], size: 3, isexec: true, persist: true };
  expect(computeStageMd5({ deps: [dep], outs: [described], md5: "x", frozen: true, meta: 1, wdir: "." })).toBe(md5);
  for (const change of [{ cache: false }, { push: false }, { remote: "r" }, { versionId: "v" }]) {
    expect(computeStageMd5({ deps: [dep], outs: [{ ...out, ...change }] })).not.toBe(md5);
  }
});

const textArbitrary = fc
  .string({ unit: "grapheme", minLength: 1 })
  .filter((text) => !/[\0\x85\ud800-\udfff]/.test(text));
const pathArbitrary = fc.stringMatching(/^[a-zé_ ~-]{1,40}$/).filter((path) => path.trim() === path);
const outArbitrary = fc.record(
  {
    path: pathArbitrary,
    checksum: fc.record({ key: fc.constant("md5" as const), value: fc.stringMatching(/^[0-9a-f]{32}$/) }),
    hash: fc.constant("md5"),
    size: fc.nat(),
    nfiles: fc.nat(),
    desc: textArbitrary,
    remote: fc.stringMatching(/^[a-z]+$/),
    labels: fc.array(textArbitrary, { minLength: 1 }),
    cache: fc.boolean(),
    push: fc.boolean(),
    persist: fc.boolean(),
  },
  { requiredKeys: ["path", "cache", "push", "persist", "checksum", "hash"] },
);

test("parseDvcFile() reads what printDvcFile() writes", () => {
  fc.assert(
    fc.property(fc.array(outArbitrary, { maxLength: 3 }), (outs) => {
      const text = printDvcFile({ deps: [], outs });
      const parsed = parseDvcFile(text, "x.dvc");
      expect(parsed.file.outs).toEqual(outs);
      expect(updateDvcFile(parsed, parsed.file)).toBe(text);
      expect(parseYaml(text, { fileName: "x.dvc" }).value).toBeInstanceOf(Map);
    }),
  );
});
