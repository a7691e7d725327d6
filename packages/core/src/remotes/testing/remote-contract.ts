import { hash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import { expect, test } from "vitest";
import { type Oid, parseOid } from "../../base/oid.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { Remote } from "../remote.ts";

/** One kind of storage under test. */
export interface RemoteUnderTest {
  readonly remote: Remote;
  /** Replaces the bytes of an object in the storage, behind the remote's back. */
  damage(oid: Oid, bytes: string): Promise<void>;
}

const RUN = {};

/** What not every kind of storage can do. */
export interface StorageAbilities {
  /** Whether it lists and deletes; one that does not refuses both. */
  readonly lists: boolean;
}

/** The contract of Remote as tests; each kind of storage passes them against a real one. */
export function testRemoteContract(
  kind: string,
  { lists }: StorageAbilities,
  open: (folder: TempFolder) => Promise<RemoteUnderTest>,
): void {
  test(`${kind}: pushFrom() sends objects that fetchInto() brings back, byte for byte`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const from = storeIn(folder, "from");
    const oids = ["one", "two", ""].map((text) => putObject(folder, "from", text));
    const sent = await remote.pushFrom(from, oids, RUN);
    expect({ ...sent, transferred: new Set(sent.transferred) }).toEqual({ ...nothing(), transferred: new Set(oids) });
    const brought = await remote.fetchInto(storeIn(folder, "to"), oids, RUN);
    expect(new Set(brought.transferred)).toEqual(new Set(oids));
    expect(folder.list().filter((name) => name.startsWith("to/"))).toHaveLength(3);
  });

  test(`${kind}: pushFrom() again sends nothing, and an unknown object is missing, not an error`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const known = putObject(folder, "from", "known");
    await remote.pushFrom(storeIn(folder, "from"), [known], RUN);
    const unknown = oidOf("unknown");
    expect(await remote.pushFrom(storeIn(folder, "from"), [known], RUN)).toEqual(nothing());
    expect(await remote.pushFrom(storeIn(folder, "from"), [unknown], RUN)).toEqual({
      ...nothing(),
      missing: [unknown],
    });
    expect(await remote.fetchInto(storeIn(folder, "to"), [unknown], RUN)).toEqual({ ...nothing(), missing: [unknown] });
    expect([...(await remote.findMissing({ hashName: "md5", oids: [known, unknown] }, RUN))]).toEqual([unknown]);
  });

  test(`${kind}: fetchInto() and fetchFiles() give no name to bytes that do not hash to it`, async () => {
    using folder = makeTempFolder();
    const { remote, damage } = await open(folder);
    const oid = putObject(folder, "from", "right");
    await remote.pushFrom(storeIn(folder, "from"), [oid], RUN);
    await damage(oid, "wrong");
    const brought = await remote.fetchInto(storeIn(folder, "to"), [oid], RUN);
    expect(brought.failed.map((failure) => failure.oid)).toEqual([oid]);
    const plan = { hashName: "md5", root: `${folder.path}/files`, items: [{ relpath: relPath("a"), oid }] } as const;
    const written = await remote.fetchFiles(plan, RUN);
    expect(written.transferred).toEqual([]);
    expect(folder.list().filter((name) => /^(to|files)\//.test(name))).toEqual([]);
  });

  test(`${kind}: fetchFiles() writes files in folders, and replaces what is there`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const oid = putObject(folder, "from", "text");
    await remote.pushFrom(storeIn(folder, "from"), [oid], RUN);
    folder.write("files/a/b", "old");
    const items = [relPath("a/b"), relPath("c")].map((relpath) => ({ relpath, oid }));
    await remote.fetchFiles({ hashName: "md5", root: `${folder.path}/files`, items }, RUN);
    expect(folder.list().filter((name) => name.startsWith("files/"))).toEqual(["files/a/b", "files/c"]);
  });

  test(`${kind}: readObject() and openRead() with a range see what was sent`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const oid = putObject(folder, "from", "0123456789");
    const id = { hashName: "md5", oid } as const;
    expect(await remote.readObject(id)).toBeUndefined();
    expect(await remote.openRead(id)).toBeUndefined();
    await remote.pushFrom(storeIn(folder, "from"), [oid], RUN);
    expect((await remote.readObject(id))?.toString()).toBe("0123456789");
    const stream = await remote.openRead(id, { start: 2, end: 5 });
    expect(stream === undefined ? undefined : (await buffer(stream)).toString()).toBe("234");
    expect(await remote.openRead(id, { start: 20, end: 25 }).then((past) => past?.toArray())).toEqual([]);
  });

  test(`${kind}: list() and remove() see what was sent, or are refused`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const oid = putObject(folder, "from", "text");
    await remote.pushFrom(storeIn(folder, "from"), [oid], RUN);
    const ids = { hashName: "md5", oids: [oid, oidOf("unknown")] } as const;
    if (!lists) {
      await expect(Array.fromAsync(remote.list("md5"))).rejects.toMatchObject({ code: "REMOTE_UNSUPPORTED" });
      await expect(remote.remove(ids, RUN)).rejects.toMatchObject({ code: "REMOTE_UNSUPPORTED" });
      return;
    }
    expect(await Array.fromAsync(remote.list("md5"))).toEqual([oid]);
    await remote.remove(ids, RUN);
    expect(await Array.fromAsync(remote.list("md5"))).toEqual([]);
  });

  test(`${kind}: objectUrl() names the place in DVC's layout`, async () => {
    using folder = makeTempFolder();
    const { remote } = await open(folder);
    const oid = oidOf("foo");
    expect(remote.objectUrl({ hashName: "md5", oid })).toBe(
      `${remote.url}/files/md5/ac/bd18db4cc2f85cedef654fccc4a4d8`,
    );
    expect(remote.objectUrl({ hashName: "md5-dos2unix", oid })).toBe(`${remote.url}/ac/bd18db4cc2f85cedef654fccc4a4d8`);
  });
}

function nothing() {
  return { transferred: [], missing: [], failed: [] };
}

function storeIn(folder: TempFolder, name: string): ObjectStore {
  return { dir: `${folder.path}/${name}`, hashName: "md5", linkTypes: ["copy"] };
}

function putObject(folder: TempFolder, store: string, text: string): Oid {
  const oid = oidOf(text);
  folder.write(`${store}/${oid.slice(0, 2)}/${oid.slice(2)}`, text);
  return oid;
}

function oidOf(text: string): Oid {
  const oid = parseOid(hash("md5", text));
  if (oid === undefined) throw new Error("not an id");
  return oid;
}

function relPath(text: string): RelPath {
  if (!isRelPath(text)) throw new Error("not a relative path");
  return text;
}
