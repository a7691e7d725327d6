import { afterAll, beforeAll, expect, test } from "vitest";
import type { OptionValue } from "../../packages/core/src/formats/config/option-rules.ts";
import { objectKey } from "../../packages/core/src/remotes/object-key.ts";
import { StorageRemote } from "../../packages/core/src/remotes/storage/storage-remote.ts";
import { testRemoteContract } from "../../packages/core/src/remotes/testing/remote-contract.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import { WebdavStorage } from "../../packages/core/src/remotes/webdav/webdav-storage.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { startWebdav } from "../servers/webdav.ts";

let server: RunningServer;
let folders = 0;

beforeAll(async () => {
  server = await startWebdav();
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("webdav", async () => ({ storage: storageAt(`folder-${folders++}`), at: open }));

testRemoteContract("webdav", { lists: true }, async () => {
  const folder = `remote-${folders++}`;
  const url = urlOf(folder);
  return {
    remote: new StorageRemote({ name: "dav", url, lists: true, open: async () => storageAt(folder) }),
    damage: async (oid, text) => {
      const upload = { kind: "bytes", bytes: Buffer.from(text) } as const;
      await storageAt(folder).write(objectKey({ hashName: "md5", oid }), upload, {});
    },
  };
});

test("WebdavStorage is refused with a wrong password or none, and shows no password", async () => {
  for (const password of ["wrong-secret", undefined]) {
    const options = password === undefined ? {} : { user: "reader", password };
    const error = await storageAt("x", options)
      .stat("y", {})
      .catch((caught) => caught);
    expect(error).toMatchObject({ code: "STORAGE_DENIED" });
    expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("secret");
  }
});

test("WebdavStorage asks for the password once it is needed", async () => {
  const questions: string[] = [];
  const askSecret = async (question: string) => {
    questions.push(question);
    return server.settings.password;
  };
  const options = new Map(Object.entries({ user: "reader", ask_password: true }));
  const storage = new WebdavStorage({ url: urlOf("asked"), options, env: {}, askSecret });
  expect(questions).toEqual([]);
  await storage.write("a", { kind: "bytes", bytes: Buffer.from("x") }, {});
  expect(await storage.stat("a", {})).toBeDefined();
  expect(questions).toEqual([`Enter a password for host '${server.settings.url}' user 'reader':`]);
});

test("WebdavStorage lists no temporaries", async () => {
  const folder = `folder-${folders++}`;
  const storage = storageAt(folder);
  await storage.write("a", { kind: "bytes", bytes: Buffer.from("x") }, {});
  await storage.write("b/.0123456789abcdefghijkl.tmp", { kind: "bytes", bytes: Buffer.from("x") }, {});
  const keys = await Array.fromAsync(storage.list("", { recursive: true }, {}), ({ key }) => key);
  expect(keys).toEqual(["a"]);
});

function urlOf(folder: string): string {
  return `${String(server.settings.url).replace(/^http/, "webdav")}/base/${folder}`;
}

function storageAt(folder: string, options?: Readonly<Record<string, OptionValue>>): WebdavStorage {
  return open(urlOf(folder), options);
}

function open(url: string, options: Readonly<Record<string, OptionValue>> = login()): WebdavStorage {
  return new WebdavStorage({ url, options: new Map(Object.entries(options)), env: {} });
}

function login(): Readonly<Record<string, OptionValue>> {
  return { user: "reader", password: String(server.settings.password) };
}
