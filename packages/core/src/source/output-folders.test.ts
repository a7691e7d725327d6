import { expect, test } from "vitest";
import { compareCodePoints } from "../base/code-point-order.ts";
import { parseRelPath, type RelPath } from "../base/rel-path.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { outputFolders } from "./output-folders.ts";

function owned(cached: boolean): OwnedOutput {
  return { output: { cached } } as OwnedOutput;
}

test("outputFolders() enters each cached output in its folder, and the folders in those above", () => {
  const byPath = new Map<RelPath, OwnedOutput>([
    [parseRelPath("data/raw/a"), owned(true)],
    [parseRelPath("data/raw/b"), owned(true)],
    [parseRelPath("top"), owned(true)],
    [parseRelPath("metrics/m.json"), owned(false)],
  ]);
  const folders = outputFolders({ stages: [], byPath });
  expect([...folders.keys()].toSorted(compareCodePoints)).toEqual(["", "data", "data/raw"]);
  expect([...(folders.get("data/raw")?.keys() ?? [])]).toEqual(["a", "b"]);
  expect([...(folders.get("") ?? [])]).toEqual([
    ["data", undefined],
    ["top", byPath.get(parseRelPath("top"))],
  ]);
});

test("outputFolders() is empty for a project without cached outputs", () => {
  expect(outputFolders({ stages: [], byPath: new Map() }).size).toBe(0);
});
