import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTempFolder } from "../testing/temp-folder.ts";
import { acquireFileLock } from "./file-lock.ts";
import { acquireHardlinkLock } from "./hardlink-lock.ts";
import { acquireRwLock } from "./rw-lock.ts";

test("acquireFileLock() writes the process id, excludes others and can be had again", async () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "tmp/lock");
  folder.write("tmp/lock", " 123456789\nlonger text of another program\n");
  const held = await acquireFileLock(path);
  expect(readFileSync(path, "utf8")).toBe(` ${process.pid}\n`);
  let waited = 0;
  const second = acquireFileLock(path, { onWait: () => waited++ });
  await expect(second).rejects.toMatchObject({ code: "LOCK_HELD", details: { pid: process.pid } });
  expect(waited).toBe(1);
  held.release();
  held.release();
  (await acquireFileLock(path)).release();
});

test("acquireFileLock() waits until the lock is free", async () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "lock");
  const held = await acquireFileLock(path);
  const second = await acquireFileLock(path, { wait: true, onWait: () => held.release() });
  second.release();
});

test("acquireFileLock() stops waiting when it is cancelled", async () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "lock");
  const held = await acquireFileLock(path);
  const control = new AbortController();
  const second = acquireFileLock(path, { wait: true, signal: control.signal, onWait: () => control.abort() });
  await expect(second).rejects.toMatchObject({ code: "CANCELLED" });
  held.release();
});

test("acquireHardlinkLock() removes its files on release and refuses a file that is there", async () => {
  using folder = makeTempFolder();
  const path = join(folder.path, "lock");
  const held = await acquireHardlinkLock(path);
  expect(folder.list()).toEqual([expect.stringMatching(/^[0-9a-f]{32}\.lock$/), "lock"]);
  await expect(acquireHardlinkLock(path)).rejects.toMatchObject({ code: "LOCK_HELD" });
  expect(folder.list()).toHaveLength(2);
  held.release();
  expect(folder.list()).toEqual([]);
});

test("acquireRwLock() records what is locked in DVC's form and takes it out again", async () => {
  using folder = makeTempFolder();
  const held = await acquireRwLock(folder.path, { read: ["/r"], write: ["/w"], cmd: "lode add w" });
  const pid = process.pid;
  expect(JSON.parse(readFileSync(join(folder.path, "rwlock"), "utf8"))).toEqual({
    read: { "/r": [{ pid, cmd: "lode add w" }] },
    write: { "/w": { pid, cmd: "lode add w" } },
  });
  await held.release();
  await held.release();
  expect(readFileSync(join(folder.path, "rwlock"), "utf8")).toBe("{}");
  expect(existsSync(join(folder.path, "rwlock.lock"))).toBe(true);
});

test.each([
  { name: "readers share", held: { read: ["/a"], write: [] }, wanted: { read: ["/a/b"], write: [] }, free: true },
  { name: "a writer excludes readers below", held: { read: [], write: ["/a"] }, wanted: { read: ["/a/b"], write: [] } },
  { name: "a writer excludes readers above", held: { read: [], write: ["/a/b"] }, wanted: { read: ["/a"], write: [] } },
  { name: "a reader excludes writers", held: { read: ["/a"], write: [] }, wanted: { read: [], write: ["/a"] } },
  { name: "neighbours are free", held: { read: [], write: ["/a"] }, wanted: { read: [], write: ["/ab"] }, free: true },
])("acquireRwLock() knows: $name", async ({ held, wanted, free = false }) => {
  using folder = makeTempFolder();
  await acquireRwLock(folder.path, { ...held, cmd: "first" });
  const second = acquireRwLock(folder.path, { ...wanted, cmd: "second" });
  if (free) await expect(second).resolves.toBeDefined();
  else await expect(second).rejects.toMatchObject({ code: "LOCK_HELD" });
  await acquireRwLock(folder.path, { ...held, cmd: "first" });
});

test("acquireRwLock() drops the record of a dead process with a warning", async () => {
  using folder = makeTempFolder();
  const dead = { pid: 2 ** 22 + 1, cmd: "dvc add a" };
  folder.write("rwlock", JSON.stringify({ write: { "/a": dead }, read: { "/a": [dead] } }));
  const warnings: string[] = [];
  const onWarning = (message: string) => void warnings.push(message);
  const held = await acquireRwLock(folder.path, { read: [], write: ["/a"], cmd: "x" }, { onWarning });
  expect(warnings).toHaveLength(2);
  await held.release();
  expect(readFileSync(join(folder.path, "rwlock"), "utf8")).toBe("{}");
});

test.each(["{bad", "[]", '{"x": {}}', '{"write": {"/a": {"pid": "1", "cmd": ""}}}', '{"read": {"/a": {}}}', "null"])(
  "acquireRwLock() refuses the table %j and leaves it",
  async (text) => {
    using folder = makeTempFolder();
    folder.write("rwlock", text);
    const locking = acquireRwLock(folder.path, { read: [], write: ["/a"], cmd: "x" });
    await expect(locking).rejects.toMatchObject({ code: "RWLOCK_INVALID" });
    expect(readFileSync(join(folder.path, "rwlock"), "utf8")).toBe(text);
  },
);
