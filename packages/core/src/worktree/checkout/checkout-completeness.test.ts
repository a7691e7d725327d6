import { rmSync } from "node:fs";
import { expect, test } from "vitest";
import { objectPath } from "../../store/object-store.ts";
import { isKnownComplete } from "../digest/completeness.ts";
import { type SavedState, WorktreeFixture } from "../testing/worktree-fixture.ts";
import { completenessShownBy } from "./checkout-completeness.ts";

function largeTree(files: number): Record<string, string> {
  return Object.fromEntries(Array.from({ length: files }, (_unused, i) => [`f${i}`, `content ${i}`]));
}

async function savedAndGone(fixture: WorktreeFixture, files: number): Promise<SavedState> {
  fixture.write({ dir: largeTree(files) });
  const recorded = await fixture.save("dir");
  rmSync(fixture.path("dir"), { recursive: true });
  fixture.forget("dir");
  return recorded;
}

test("a checkout of every file of a large directory shows that the store has it", async () => {
  using fixture = new WorktreeFixture();
  const recorded = await savedAndGone(fixture, 1000);
  const question = completenessShownBy(await fixture.plan("dir", recorded));
  if (question === undefined) throw new Error("nothing to be shown");
  expect(isKnownComplete(question)).toBe(false);
  await fixture.checkout("dir", recorded);
  expect(isKnownComplete(question)).toBe(true);
  const [member] = recorded.members;
  if (member !== undefined) rmSync(objectPath(fixture.store, member.oid));
  expect(isKnownComplete(question)).toBe(false);
});

test("a checkout that does not find every object shows nothing", async () => {
  using fixture = new WorktreeFixture();
  const recorded = await savedAndGone(fixture, 1000);
  const [member] = recorded.members;
  if (member !== undefined) rmSync(objectPath(fixture.store, member.oid));
  const question = completenessShownBy(await fixture.plan("dir", recorded));
  const { failures } = await fixture.checkout("dir", recorded);
  expect(failures).toMatchObject([{ code: "OBJECT_MISSING" }]);
  expect(question !== undefined && isKnownComplete(question)).toBe(false);
});

test("a checkout of a part, of some files or of a small directory shows nothing", async () => {
  using fixture = new WorktreeFixture();
  const recorded = await savedAndGone(fixture, 1000);
  expect(completenessShownBy(await fixture.plan("dir", recorded, { within: "f1" }))).toBeUndefined();
  fixture.write({ dir: { f1: "content 1" } });
  expect(completenessShownBy(await fixture.plan("dir", recorded))).toBeUndefined();
  expect(completenessShownBy(await fixture.plan("dir", await savedAndGone(fixture, 10)))).toBeUndefined();
});
