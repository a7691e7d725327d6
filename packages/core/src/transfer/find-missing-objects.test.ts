import { utimesSync } from "node:fs";
import { expect, test } from "vitest";
import { type Oid, parseOid } from "../base/oid.ts";
import { makeTempFolder } from "../fs/testing/temp-folder.ts";
import { HttpStorage } from "../remotes/http/http-storage.ts";
import { objectKey } from "../remotes/object-key.ts";
import { StorageRemote } from "../remotes/storage/storage-remote.ts";
import { startWebServer, type WebServer } from "../remotes/testing/web-server.ts";
import { findMissingObjects } from "./find-missing-objects.ts";
import { openVerifiedDirs } from "./verified-dirs.ts";

const DIR = oid(`${"d".repeat(32)}.dir`);
const MEMBERS = [oid("a".repeat(32)), oid("b".repeat(32))];
const FILE = oid("f".repeat(32));
const WANTED = { hashName: "md5", files: [FILE], dirs: [{ oid: DIR, members: MEMBERS, isWhole: true }] } as const;

function oid(text: string): Oid {
  const parsed = parseOid(text);
  if (parsed === undefined) throw new Error("not an id");
  return parsed;
}

function keyOf(id: Oid): string {
  return `/${objectKey({ hashName: "md5", oid: id })}`;
}

/** Finds what is missing, and tells how many objects were asked for. */
async function find(server: WebServer, folder: string): Promise<{ missing: readonly Oid[]; asked: number }> {
  server.log.length = 0;
  const open = async () => new HttpStorage({ url: server.url, options: new Map(), env: {} });
  const remote = new StorageRemote({ name: "web", url: server.url, lists: false, open });
  const missing = await findMissingObjects({ remote, verified: openVerifiedDirs(folder) }, WANTED, {});
  return { missing: [...missing], asked: server.log.length };
}

async function fullServer(): Promise<WebServer> {
  const server = await startWebServer();
  for (const id of [DIR, FILE, ...MEMBERS]) server.files.set(keyOf(id), Buffer.from("x"));
  return server;
}

test("findMissingObjects() asks for members of a directory that was found whole no more for a day", async () => {
  using folder = makeTempFolder();
  await using server = await fullServer();
  expect(await find(server, folder.path)).toEqual({ missing: [], asked: 4 });
  expect(await find(server, folder.path)).toEqual({ missing: [], asked: 2 });
  const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
  utimesSync(`${folder.path}/${DIR}`, yesterday, yesterday);
  expect(await find(server, folder.path)).toEqual({ missing: [], asked: 4 });
});

test("findMissingObjects() asks for everything again once a listing is gone", async () => {
  using folder = makeTempFolder();
  await using server = await fullServer();
  await find(server, folder.path);
  server.files.delete(keyOf(DIR));
  server.files.delete(keyOf(MEMBERS[0] ?? DIR));
  expect(await find(server, folder.path)).toEqual({ missing: [DIR, MEMBERS[0]], asked: 4 });
});

test("findMissingObjects() does not remember a directory that lacks something", async () => {
  using folder = makeTempFolder();
  await using server = await fullServer();
  server.files.delete(keyOf(MEMBERS[1] ?? DIR));
  expect(await find(server, folder.path)).toEqual({ missing: [MEMBERS[1]], asked: 4 });
  expect(await find(server, folder.path)).toEqual({ missing: [MEMBERS[1]], asked: 4 });
});
