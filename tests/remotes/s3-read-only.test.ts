import { rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeBothTools, readData, writeFiles } from "../compat/remotes/both-tools.ts";
import { startVersionedS3, type VersionedS3 } from "../servers/versioned-s3.ts";

/** More than are asked for one by one where the storage may be listed. */
const MANY = Object.fromEntries(Array.from({ length: 150 }, (_, i) => [`dir/${i}`, `content ${i}`]));
const DATA = { ...MANY, single: "single" };

let server: VersionedS3;
let count = 0;

beforeAll(async () => {
  server = await startVersionedS3();
});

beforeEach(() => {
  server.mayOnlyRead = false;
});

afterAll(() => server[Symbol.asyncDispose]());

test("a key that may only read is enough for fetch, pull, get, import and status -c", async () => {
  using tools = await publish();
  server.mayOnlyRead = true;
  tools.clone("first", "second");
  expect(await tools.run("lode", "second", ["fetch"])).toContain("152 files fetched");
  expect(JSON.parse(await tools.run("lode", "second", ["status", "-c", "--json"]))).toEqual({});
  expect(await tools.run("lode", "second", ["check", "--remote"])).toBeDefined();
  tools.clone("first", "third");
  await tools.run("lode", "third", ["pull"]);
  expect(readData(tools.pathOf("third"))).toEqual(DATA);
  rmSync(join(tools.pathOf("first"), ".dvc/cache"), { recursive: true });
  for (const path of ["dir", "single"]) rmSync(join(tools.pathOf("first"), path), { recursive: true });
  await tools.init("fourth");
  await tools.run("lode", "fourth", ["get", "../first", "dir"]);
  await tools.run("lode", "fourth", ["get", "../first", "single"]);
  expect(readData(tools.pathOf("fourth"))).toEqual(DATA);
});

test("a key that may only read cannot push, and is told what it lacks", async () => {
  using tools = await publish();
  server.mayOnlyRead = true;
  writeFiles(tools.pathOf("first"), { new: "new" });
  await tools.run("lode", "first", ["add", "new"]);
  const ended = await tools.attempt("lode", "first", ["push"]);
  expect(ended).toMatchObject({ exitCode: 251, stderr: expect.stringContaining("s3:ListBucket") });
});

test("an object that is missing is told from nothing else by S3: fetch says so, and brings the rest", async () => {
  using tools = await publish();
  const url = `${server.settings.url}/versions/place-${count}/files/md5/dd/5c07036f2975ff4bce568b6511d3bc`;
  expect((await fetch(url, { method: "DELETE" })).status).toBe(204);
  server.mayOnlyRead = true;
  tools.clone("first", "second");
  const ended = await tools.attempt("lode", "second", ["fetch"]);
  expect(ended.exitCode).toBe(1);
  expect(ended.stderr).toContain(
    "Without the permission s3:ListBucket, S3 refuses in this way also what does not exist",
  );
  await tools.run("lode", "second", ["fetch", "dir"]);
  expect((await tools.attempt("lode", "second", ["status", "-c"])).exitCode).not.toBe(0);
});

/** A project whose data is on a place of its own. */
async function publish(): Promise<ReturnType<typeof makeBothTools>> {
  const { url: endpointurl = "" } = server.settings;
  const keys = { access_key_id: "any", secret_access_key: "any", region: "us-east-1" };
  const tools = makeBothTools({ url: `s3://versions/place-${++count}`, options: { endpointurl, ...keys } });
  await tools.init("first");
  writeFiles(tools.pathOf("first"), DATA);
  await tools.run("lode", "first", ["add", "dir", "single"]);
  await tools.run("lode", "first", ["push"]);
  return tools;
}
