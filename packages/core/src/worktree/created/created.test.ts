import { mkdirSync, rmSync, utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { nothingIgnored } from "../scan/walk-scope.ts";
import { type SavedState, WorktreeFixture } from "../testing/worktree-fixture.ts";
import { createdOutputs, updateCreatedOutputs } from "./created-outputs.ts";
import { describeCreated } from "./describe-created.ts";
import { findObsolete, removeObsolete } from "./obsolete-output.ts";

/** The stat cache does not remember a file that was written a moment ago. */
const LONG_AGO = 1_700_000_000;

async function create(fixture: WorktreeFixture, path: string): Promise<SavedState> {
  fixture.setMtimes(path, LONG_AGO);
  const state = await fixture.save(path);
  const created = describeCreated({ path, fullPath: fixture.path(path), hashName: "md5", oid: state.oid });
  updateCreatedOutputs(fixture.statCache, { created: created === undefined ? [] : [created] });
  return state;
}

async function findIt(fixture: WorktreeFixture, path: string): ReturnType<typeof findObsolete> {
  const output = createdOutputs(fixture.statCache).get(path);
  if (output === undefined) throw new Error(`${path} is not recorded`);
  const { statCache, store, run } = fixture;
  return findObsolete(output, { statCache, store, fullPath: fixture.path(path), scope: fixture.scope, run });
}

test("createdOutputs() gives back what was recorded, until it is forgotten", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ 'odd "\n name': "x", dir: { a: "a" } });
  await create(fixture, 'odd "\n name');
  await create(fixture, "dir");
  expect(new Set(createdOutputs(fixture.statCache).keys())).toEqual(new Set(["dir", 'odd "\n name']));
  updateCreatedOutputs(fixture.statCache, { forgotten: ["dir"] });
  expect([...createdOutputs(fixture.statCache).keys()]).toEqual(['odd "\n name']);
});

test("findObsolete() gives an unmodified output back, which removeObsolete() removes", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: { a: "a", sub: { b: "b" } }, foo: "foo" });
  await create(fixture, "dir");
  await create(fixture, "foo");
  for (const path of ["dir", "foo"]) {
    const scan = await findIt(fixture, path);
    if (scan !== undefined) removeObsolete(scan);
  }
  expect(fixture.read()).toEqual({});
});

test.each<[string, (fixture: WorktreeFixture) => void]>([
  ["a file was changed", (f) => f.write({ dir: { a: "x" } })],
  ["a file was touched", (f) => utimesSync(f.path("dir/a"), 1, 1)],
  ["a file was added", (f) => f.write({ dir: { b: "x" } })],
  ["a file was removed", (f) => rmSync(f.path("dir/a"))],
  ["it was made anew", (f) => f.replace({ dir: { a: "a" } })],
  ["the store does not have it", (f) => rmSync(f.store.dir, { recursive: true })],
])("findObsolete() leaves a directory when %s", async (_name, change) => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: { a: "a" } });
  await create(fixture, "dir");
  change(fixture);
  expect(await findIt(fixture, "dir")).toBeUndefined();
});

test("removeObsolete() keeps ignored files", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: { a: "a" } });
  await create(fixture, "dir");
  const scope = { isIgnored: (name: string) => name === "keep", enter: () => scope };
  fixture.scope = scope;
  mkdirSync(fixture.path("dir/keep"));
  const scan = await findIt(fixture, "dir");
  if (scan !== undefined) removeObsolete(scan);
  expect(fixture.read()).toEqual({ dir: { keep: {} } });
  fixture.scope = nothingIgnored;
});
