import { expect, test } from "vitest";
import { type Oid, parseOid } from "../../base/oid.ts";
import { parseRelPath } from "../../base/rel-path.ts";
import { buildManifest } from "../../formats/manifest/build-manifest.ts";
import { type CompareOptions, compareOutputs } from "./compare-outputs.ts";
import type { DataOutput, DataOutputs } from "./data-output.ts";
import { findRenames } from "./find-renames.ts";

const everything: CompareOptions = { granular: true, unchanged: false, isWanted: () => true };

/** Digits stand for content: "1" is a file, an object a directory, undefined one without a manifest. */
function side(outputs: Readonly<Record<string, string | Readonly<Record<string, string>> | undefined>>): DataOutputs {
  return new Map(
    Object.entries(outputs).map(([path, content]) => {
      const relpath = parseRelPath(path);
      return [relpath, typeof content === "string" ? file(path, content) : directory(path, content)] as const;
    }),
  );
}

function oidOf(content: string): Oid {
  const oid = parseOid(content.padStart(32, "0"));
  if (oid === undefined) throw new TypeError(content);
  return oid;
}

function file(path: string, content: string): DataOutput {
  return {
    path: parseRelPath(path),
    kind: "file",
    hashName: "md5",
    oid: oidOf(content),
    origin: "metadata",
    hasManifest: async () => true,
    members: async () => [],
  };
}

function directory(path: string, files: Readonly<Record<string, string>> | undefined): DataOutput {
  const entries = Object.entries(files ?? {}).map(([name, content]) => ({
    relpath: parseRelPath(name),
    oid: oidOf(content),
  }));
  const digits = Object.values(files ?? { unknown: "f" }).join("");
  return {
    ...file(path, digits),
    kind: "dir",
    hasManifest: async () => files !== undefined,
    members: async () => (files === undefined ? undefined : buildManifest(entries, path)),
  };
}

async function compared(before: DataOutputs, after: DataOutputs, options = everything): Promise<string[]> {
  const changes = await compareOutputs(before, after, options);
  return changes.map(({ kind, before, after }) => `${kind} ${(before ?? after)?.path}`);
}

test("compareOutputs() tells files in directories one by one", async () => {
  const before = side({ d: { a: "1", "b/c": "2", z: "3" }, f: "4" });
  const after = side({ d: { a: "1", "b/c": "5", y: "6" }, g: "4" });
  expect(await compared(before, after)).toEqual([
    "modified d",
    "modified d/b/c",
    "added d/y",
    "deleted d/z",
    "deleted f",
    "added g",
  ]);
  expect(await compared(before, after, { ...everything, granular: false })).toEqual([
    "modified d",
    "deleted f",
    "added g",
  ]);
});

test("compareOutputs() compares a directory with outputs in it by path", async () => {
  const before = side({ "d/a": "1", "d/a-b": "2", "d/s": { x: "3" }, "d-e": "4" });
  const after = side({ d: { a: "1", "a-b": "5", "s/x": "3", "s/y": "6" }, "d-e": "4" });
  expect(await compared(before, after)).toEqual(["added d", "modified d/a-b", "deleted d/s", "added d/s/y"]);
  expect(await compared(after, before)).toEqual(["deleted d", "modified d/a-b", "added d/s", "deleted d/s/y"]);
});

test("compareOutputs() does not ask for the manifest of what is the same", async () => {
  const refuse = async () => {
    throw new TypeError("asked for the manifest");
  };
  const same = new Map([...side({ d: { a: "1" } })].map(([path, output]) => [path, { ...output, members: refuse }]));
  expect(await compared(same, same)).toEqual([]);
});

test("compareOutputs() knows nothing of files in a directory without a manifest", async () => {
  const after = side({ d: { "s/a": "1", b: "2" } });
  expect(await compared(side({ d: undefined }), after)).toEqual([
    "modified d",
    "unknown d/b",
    "unknown d/s/a",
    "unknown d/s",
  ]);
});

test("compareOutputs() tells a file that became a folder", async () => {
  const changes = await compareOutputs(side({ d: { a: "1" } }), side({ d: { "a/b": "2" } }), everything);
  expect(changes.filter(({ isFolderNow }) => isFolderNow).map(({ before }) => before?.path)).toEqual(["d/a"]);
});

test("compareOutputs() tells only what is wanted", async () => {
  const options = { ...everything, unchanged: true, isWanted: (path: string) => path.startsWith("d/s/") };
  const before = side({ d: { "s/a": "1", b: "2" } });
  expect(await compared(before, before, options)).toEqual(["unchanged d/s/a"]);
});

test("findRenames() pairs the first deleted with the first added by components of paths", async () => {
  const before = side({ b: "1", a: "1", "c/x": "2", "c-x": "2" });
  const after = side({ n: "1", m: "1", z: "2" });
  const { renamed, others } = findRenames(await compareOutputs(before, after, everything));
  expect(renamed.map((pair) => `${pair.before.path} > ${pair.after.path}`)).toEqual(["a > m", "b > n", "c/x > z"]);
  expect(others.map((change) => change.before?.path)).toEqual(["c-x"]);
});
