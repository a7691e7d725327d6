import { hash } from "node:crypto";
import { expect, test } from "vitest";
import type { LodeEvent } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import { type Oid, parseOid } from "../base/oid.ts";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { FallbackRemote } from "./fallback-remote.ts";
import { objectKey } from "./object-key.ts";
import type { Remote } from "./remote.ts";
import { StorageRemote } from "./storage/storage-remote.ts";
import { MemoryStorage } from "./testing/memory-storage.ts";

const [ONE, TWO, THREE] = ["one", "two", "three"] as const;

test("FallbackRemote takes from the next remote what the first lacks, has damaged or cannot give", async () => {
  using folder = makeTempFolder();
  const first = remoteWith("first", { [ONE]: ONE, [TWO]: "damaged" });
  const asked: string[] = [];
  const lazily = (remote: Remote) => ({ name: remote.name, open: () => asked.push(remote.name) > 0 && remote });
  const remote = new FallbackRemote(first, [
    { name: "broken", open: refuse },
    ...[remoteWith("second", { [TWO]: TWO, [THREE]: THREE }), remoteWith("third", {})].map(lazily).map(opened),
  ]);
  const { warnings, run } = listener();
  const oids = [ONE, TWO, THREE].map(oidOf);
  const report = await remote.fetchInto(storeIn(folder.path), oids, run);
  expect(new Set(report.transferred)).toEqual(new Set(oids));
  expect([report.missing, report.failed]).toEqual([[], []]);
  expect(asked).toEqual(["second"]);
  expect(warnings).toEqual([
    "The remote 'broken' was asked for what 'first' cannot give, and failed: Cannot sign in",
    "2 files are from the remote 'second', since 'first' cannot give them",
  ]);
  expect(String(await remote.readObject({ hashName: "md5", oid: oidOf(THREE) }))).toBe(THREE);
});

test("FallbackRemote says what is missing everywhere, and what went wrong with the first remote", async () => {
  using folder = makeTempFolder();
  const remote = new FallbackRemote(remoteWith("first", {}), [
    { name: "second", open: () => remoteWith("second", {}) },
  ]);
  const oids = [oidOf(ONE)];
  expect(await remote.fetchInto(storeIn(folder.path), oids, {})).toEqual({
    transferred: [],
    missing: oids,
    failed: [],
  });
  expect(await remote.readObject({ hashName: "md5", oid: oidOf(ONE) })).toBeUndefined();
  const unreachable = new StorageRemote({ name: "first", url: "memory://x", lists: true, open: async () => refuse() });
  const both = new FallbackRemote(unreachable, [{ name: "second", open: () => remoteWith("second", {}) }]);
  await expect(both.fetchInto(storeIn(folder.path), oids, {})).rejects.toMatchObject({ code: "STORAGE_DENIED" });
  await expect(both.readObject({ hashName: "md5", oid: oidOf(ONE) })).rejects.toMatchObject({ code: "STORAGE_DENIED" });
});

test("FallbackRemote asks no other remote if the first has everything, and sends to the first alone", async () => {
  using folder = makeTempFolder();
  const remote = new FallbackRemote(remoteWith("first", { [ONE]: ONE }), [{ name: "second", open: refuse }]);
  const store = storeIn(folder.path);
  const { warnings, run } = listener();
  await remote.fetchInto(store, [oidOf(ONE)], run);
  await remote.pushFrom(store, [oidOf(ONE)], run);
  expect(warnings).toEqual([]);
});

function opened({ name, open }: { readonly name: string; readonly open: () => Remote | false }) {
  return { name, open: () => open() || refuse() };
}

function refuse(): never {
  throw new LodeError("STORAGE_DENIED", "Cannot sign in");
}

function remoteWith(name: string, texts: Readonly<Record<string, string>>): Remote {
  const keyed = Object.entries(texts).map(([text, content]) => [keyOf(text), Buffer.from(content)] as const);
  const storage = new MemoryStorage("", new Map(keyed));
  return new StorageRemote({ name, url: storage.url, lists: true, open: async () => storage });
}

function keyOf(text: string): string {
  return objectKey({ hashName: "md5", oid: oidOf(text) });
}

function listener() {
  const warnings: string[] = [];
  const onEvent = (event: LodeEvent) => void (event.type === "warning" && warnings.push(event.message));
  return { warnings, run: { onEvent } };
}

function storeIn(path: string) {
  return { dir: `${path}/cache`, hashName: "md5", linkTypes: ["copy"] } as const;
}

function oidOf(text: string): Oid {
  const oid = parseOid(hash("md5", text));
  if (oid === undefined) throw new Error("not an id");
  return oid;
}
