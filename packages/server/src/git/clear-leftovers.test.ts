import { existsSync, mkdirSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "../../../core/src/fs/testing/temp-folder.ts";
import { clearLeftovers } from "./clear-leftovers.ts";

test("clearLeftovers() removes old locks and quarantines, and nothing that may be in use", () => {
  using folder = makeTempFolder();
  const make = (path: string, ageS: number): string => {
    const full = join(folder.path, path);
    mkdirSync(dirname(full), { recursive: true });
    writeFileSync(full, "");
    const at = Date.now() / 1000 - ageS;
    utimesSync(full, at, at);
    return path;
  };
  const gone = [
    make("HEAD.lock", 60),
    make("refs/heads/a/b.lock", 60),
    make("refs/tags/v1.lock", 11),
    make("objects/info/commit-graphs/commit-graph-chain.lock", 700),
    make("objects/pack/multi-pack-index.lock", 700),
    make("objects/pack/tmp_pack_a", 90_000),
    make("objects/pack/.tmp-1-pack-a.idx", 90_000),
    make("objects/pack/pack-1.keep", 90_000),
  ];
  const kept = [
    make("HEAD", 60),
    make("packed-refs.lock", 0),
    make("refs/heads/a/c", 60),
    make("refs/heads/d.lock", 1),
    make("objects/info/commit-graphs/commit-graph-chain", 90_000),
    make("objects/pack/multi-pack-index", 90_000),
    make("objects/pack/pack-1.pack", 90_000),
    make("objects/pack/pack-2.keep", 1000),
    make("objects/pack/tmp_pack_b", 1000),
    make("objects/tmp_objdir-incoming-b/pack/x", 90_000),
  ];
  make("objects/tmp_objdir-incoming-a/pack/x", 90_000);
  utimesSync(join(folder.path, "objects/tmp_objdir-incoming-a"), 1, 1);
  clearLeftovers(folder.path);
  const isThere = (path: string): boolean => existsSync(join(folder.path, path));
  expect(gone.filter(isThere)).toEqual([]);
  expect(kept.filter((path) => !isThere(path))).toEqual([]);
  expect(isThere("objects/tmp_objdir-incoming-a")).toBe(false);
});
