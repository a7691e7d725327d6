import {
  chmodSync,
  existsSync,
  mkdirSync,
  readlinkSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseOid } from "../../base/oid.ts";
import { parseManifest } from "../../formats/manifest/parse-manifest.ts";
import { objectPath } from "../../store/object-store.ts";
import { WorktreeFixture } from "../testing/worktree-fixture.ts";
import { applyCheckout } from "./apply-checkout.ts";
import type { RecordedState } from "./checkout-request.ts";
import { findUnsaved } from "./find-unsaved.ts";
import { isIdle, refuseBehindLink } from "./refuse-behind-link.ts";
import { removeFailed } from "./remove-failed.ts";

const TREE = { a: "a", b: "bb", sub: { c: "ccc" } };
const FOO_OID = parseOid("acbd18db4cc2f85cedef654fccc4a4d8");

function remove(fixture: WorktreeFixture, path: string): void {
  rmSync(fixture.path(path), { recursive: true });
}

test("checkout creates, replaces and removes only what differs", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  const { ino } = statSync(fixture.path("dir/b"));
  fixture.write({ dir: { a: "changed", extra: "x", other: { deep: "y" } } });
  remove(fixture, "dir/sub");

  const { plan, failures } = await fixture.checkout("dir", recorded);
  expect(failures).toEqual([]);
  expect(fixture.read("dir")).toEqual(TREE);
  expect(plan.change).toBe("modified");
  expect(plan.counts).toEqual({ added: 1, modified: 1, deleted: 3 });
  expect(statSync(fixture.path("dir/b")).ino).toBe(ino);
});

test("checkout does nothing the second time", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  remove(fixture, "dir");
  expect((await fixture.checkout("dir", recorded)).plan.counts).toEqual({ added: 3, modified: 0, deleted: 0 });
  const plan = await fixture.plan("dir", recorded);
  expect(isIdle(plan)).toBe(true);
  expect(plan.change).toBeUndefined();
  expect(plan.current).toBe("same");
});

test("checkout of a part creates and removes only that part", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  remove(fixture, "dir");
  const part = await applyCheckout(await fixture.plan("dir", recorded, { within: "sub" }), {});
  expect(fixture.read("dir")).toEqual({ sub: { c: "ccc" } });
  expect(part.plan.change).toBe("added");
  fixture.write({ dir: { a: "changed" } });
  await applyCheckout(await fixture.plan("dir", recorded, { within: "b" }), {});
  expect(fixture.read("dir")).toEqual({ a: "changed", b: "bb", sub: { c: "ccc" } });
});

test.each<[string, (fixture: WorktreeFixture) => void]>([
  ["a file stands for the directory", (f) => f.replace({ dir: "a" })],
  ["a broken link stands for the directory", (f) => f.replaceByLink("dir", "nowhere")],
  ["a file stands for a subdirectory", (f) => f.replace({ "dir/sub": "a" })],
  ["a directory stands for a file", (f) => f.replace({ "dir/a": { x: { y: "a" }, z: {} } })],
  ["a broken link stands for a file", (f) => f.replaceByLink("dir/a", "nowhere")],
  ["empty directories are there", (f) => f.write({ dir: { e: { f: {} } } })],
  ["a broken link is there", (f) => symlinkSync("nowhere", f.path("dir/x"))],
])("checkout restores the directory when %s", async (_name, change) => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  change(fixture);
  const plan = await fixture.plan("dir", recorded);
  expect(await findUnsaved([plan], {})).toEqual([]);
  expect((await applyCheckout(plan, {})).failures).toEqual([]);
  expect(fixture.read("dir")).toEqual(TREE);
});

test("checkout replaces a link to a directory by the file, and leaves its target alone", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ foo: "foo", other: { precious: "p" } });
  const recorded = await fixture.save("foo");
  remove(fixture, "foo");
  symlinkSync("other", fixture.path("foo"));
  const plan = await fixture.plan("foo", recorded);
  expect(await findUnsaved([plan], {})).toEqual([]);
  await applyCheckout(plan, {});
  expect(fixture.read()).toEqual({ foo: "foo", other: { precious: "p" } });
});

test("checkout replaces a link to a directory inside an output, and does not write through it", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  renameSync(fixture.path("dir/sub"), fixture.path("outside"));
  symlinkSync("../outside", fixture.path("dir/sub"));
  writeFileSync(fixture.path("outside/c"), "mine");
  await fixture.checkout("dir", recorded);
  expect(fixture.read()).toEqual({ dir: TREE, outside: { c: "mine" } });
});

test("findUnsaved() names files whose content is not in the store, over all outputs", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE, foo: "foo" });
  const dir = await fixture.save("dir");
  const foo = await fixture.save("foo");
  fixture.write({ dir: { a: "bb", sub: { new: "unsaved" } }, foo: "changed" });
  const plans = [await fixture.plan("dir", dir), await fixture.plan("foo", foo)];
  expect(await findUnsaved(plans, {})).toEqual([fixture.path("dir/sub/new"), fixture.path("foo")]);
});

test("checkout keeps ignored files, and the directories that they are in", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  const scope = { isIgnored: (name: string) => name.endsWith(".tmp"), enter: () => scope };
  fixture.scope = scope;
  fixture.write({ dir: { "x.tmp": "", more: { "y.tmp": "" } } });
  const plan = await fixture.plan("dir", recorded);
  expect(isIdle(plan)).toBe(true);
  fixture.write({ dir: { more: { z: "a" } } });
  await fixture.checkout("dir", recorded);
  expect(fixture.read("dir")).toEqual({ ...TREE, "x.tmp": "", more: { "y.tmp": "" } });
});

test("checkout leaves an ignored file where a recorded one has to be", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: { "a.tmp": "old" } });
  const recorded = await fixture.save("dir");
  const scope = { isIgnored: (name: string) => name.endsWith(".tmp"), enter: () => scope };
  fixture.scope = scope;
  fixture.write({ dir: { "a.tmp": "mine" } });
  const { left, failures } = await fixture.checkout("dir", recorded);
  expect(left).toEqual([fixture.path("dir/a.tmp")]);
  expect(failures).toEqual([]);
  expect(fixture.read("dir")).toEqual({ "a.tmp": "mine" });
});

test("applyCheckout() does not remove a file that was changed after the plan was made", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  fixture.write({ dir: { extra: "a" } });
  const plan = await fixture.plan("dir", recorded);
  fixture.write({ dir: { extra: "written meanwhile" } });
  const { left } = await applyCheckout(plan, {});
  expect(left).toEqual([fixture.path("dir/extra")]);
  expect(fixture.read("dir/extra")).toBe("written meanwhile");
});

test("removeFailed() keeps files whose content is not in the store", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  const oidOf = (path: string) => recorded.members.find((entry) => entry.relpath === path)?.oid ?? recorded.oid;
  rmSync(objectPath(fixture.store, oidOf("a")));
  rmSync(objectPath(fixture.store, oidOf("b")));
  remove(fixture, "dir/b");
  remove(fixture, "dir/sub");
  const applied = await fixture.checkout("dir", recorded);
  expect(applied.failures.map(({ code }) => code)).toEqual(["OBJECT_MISSING"]);
  expect(await removeFailed(applied, {})).toEqual([fixture.path("dir/a")]);
  expect(fixture.read("dir")).toEqual({ a: "a" });
});

test("applyCheckout() keeps ten of many reasons, and the paths of all files that it leaves", async () => {
  using fixture = new WorktreeFixture();
  const names = Array.from({ length: 30 }, (_, i) => `${i}`);
  fixture.write({ dir: Object.fromEntries(names.map((name) => [name, name])) });
  const recorded = await fixture.save("dir");
  remove(fixture, "dir");
  const plan = await fixture.plan("dir", recorded);
  const kept = names.slice(0, 12);
  fixture.write({ dir: Object.fromEntries(kept.map((name) => [name, "written meanwhile"])) });
  for (const { relpath, oid } of recorded.members) {
    if (!kept.includes(relpath)) rmSync(objectPath(fixture.store, oid));
  }
  const { failures, left } = await applyCheckout(plan, {});
  expect(failures.map(({ code }) => code)).toEqual(new Array(10).fill("OBJECT_MISSING"));
  expect(new Set(left)).toEqual(new Set(kept.map((name) => fixture.path(`dir/${name}`))));
});

test("removeFailed() keeps a file that was written after it had been created", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: { a: "A", b: "B", c: "C" } });
  const recorded = await fixture.save("dir");
  remove(fixture, "dir");
  rmSync(objectPath(fixture.store, recorded.members[2]?.oid ?? recorded.oid));
  const applied = await fixture.checkout("dir", recorded);
  fixture.write({ dir: { a: "mine" } });
  expect(await removeFailed(applied, {})).toEqual([fixture.path("dir/a")]);
  expect(fixture.read("dir")).toEqual({ a: "mine" });
});

test("removeFailed() removes the output if all that is there is in the store", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  rmSync(objectPath(fixture.store, recorded.members[0]?.oid ?? recorded.oid));
  remove(fixture, "dir");
  await removeFailed(await fixture.checkout("dir", recorded), {});
  expect(existsSync(fixture.path("dir"))).toBe(false);
});

test("checkout does not create a file whose object is corrupt", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ foo: "foo" });
  const recorded = await fixture.save("foo");
  const object = objectPath(fixture.store, recorded.oid);
  chmodSync(object, 0o644);
  writeFileSync(object, "bad");
  chmodSync(object, 0o444);
  remove(fixture, "foo");
  const { failures } = await fixture.checkout("foo", recorded);
  expect(failures.map(({ code }) => code)).toEqual(["OBJECT_CORRUPT"]);
  expect(existsSync(fixture.path("foo"))).toBe(false);
});

test("checkout restores the execute bit, and leaves one that is not recorded", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ foo: "foo", bar: "bar" });
  chmodSync(fixture.path("foo"), 0o755);
  const foo = await fixture.save("foo");
  const bar = await fixture.save("bar");
  expect(statSync(fixture.path("foo")).mode & 0o777).toBe(0o744);
  chmodSync(fixture.path("foo"), 0o644);
  chmodSync(fixture.path("bar"), 0o755);
  expect((await fixture.checkout("foo", foo)).plan.change).toBe("modified");
  expect((await fixture.checkout("bar", bar)).plan.change).toBeUndefined();
  expect(statSync(fixture.path("foo")).mode & 0o777).toBe(0o744);
  expect(statSync(fixture.path("bar")).mode & 0o777).toBe(0o755);
});

test("checkout with relink makes files anew, which counts as no change", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  fixture.linkTypes = ["symlink"];
  const plan = await fixture.plan("dir", recorded, { relink: true });
  expect(plan.change).toBeUndefined();
  await applyCheckout(plan, {});
  expect(readlinkSync(fixture.path("dir/a")).startsWith(fixture.store.dir)).toBe(true);
  expect(fixture.read("dir")).toEqual(TREE);
});

test("refuseBehindLink() refuses an output behind a link that leads out of the project or into .git", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  remove(fixture, "dir");
  mkdirSync(join(fixture.dir, "elsewhere"));
  mkdirSync(fixture.path(".git/hooks"), { recursive: true });
  for (const target of ["../elsewhere", ".git/hooks"]) {
    symlinkSync(target, fixture.path("dir"));
    const plan = await fixture.plan("dir", recorded);
    expect(() => refuseBehindLink(plan, fixture.work)).toThrow("Cannot check out");
    remove(fixture, "dir");
  }
  symlinkSync("../elsewhere", fixture.path("folder"));
  const plan = await fixture.plan("folder/dir", recorded);
  expect(() => refuseBehindLink(plan, fixture.work)).toThrow("Cannot check out");
});

test("refuseBehindLink() lets an output be that is reached without a link, or needs nothing", async () => {
  using fixture = new WorktreeFixture();
  fixture.write({ dir: TREE });
  const recorded = await fixture.save("dir");
  renameSync(fixture.path("dir"), join(fixture.dir, "moved"));
  symlinkSync(join(fixture.dir, "moved"), fixture.path("dir"));
  const plan = await fixture.plan("dir", recorded);
  expect(() => refuseBehindLink(plan, fixture.work)).not.toThrow();
  remove(fixture, "dir");
  const missing = await fixture.plan("dir", recorded);
  expect(() => refuseBehindLink(missing, fixture.work)).not.toThrow();
});

test("a hostile manifest cannot name a path outside of its directory", () => {
  const listing = `[{"md5": "${FOO_OID}", "relpath": "../evil"}]`;
  expect(() => parseManifest(Buffer.from(listing), "x")).toThrow("leaves its directory");
});

test("checkout of an empty directory makes it", async () => {
  using fixture = new WorktreeFixture();
  mkdirSync(fixture.path("dir"));
  const recorded: RecordedState = await fixture.save("dir");
  remove(fixture, "dir");
  const { plan } = await fixture.checkout("dir", recorded);
  expect(plan.change).toBe("added");
  expect(fixture.read("dir")).toEqual({});
});
