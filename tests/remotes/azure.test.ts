import { createHmac, randomUUID } from "node:crypto";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openAzureStorage } from "../../packages/core/src/remotes/azure/azure-storage.ts";
import { testRemoteContract } from "../../packages/core/src/remotes/testing/remote-contract.ts";
import { remoteInStorage } from "../../packages/core/src/remotes/testing/remote-in-storage.ts";
import { testStorageContract } from "../../packages/core/src/remotes/testing/storage-contract.ts";
import { startAzurite } from "../servers/azurite.ts";
import type { RunningServer } from "../servers/running-server.ts";
import { expectMissingContainer } from "./missing-container.ts";

let server: RunningServer;

beforeAll(async () => {
  server = await startAzurite();
});

afterAll(() => server[Symbol.asyncDispose]());

testStorageContract("azure", async () => ({ storage: openAt(newUrl()), at: openAt }));

testRemoteContract("azure", { lists: true }, async () => remoteInStorage(openAt(newUrl())));

test("a container that does not exist is an error, not a folder without files", async () => {
  await expectMissingContainer(openAt("azure://no-such-container/a"), "container");
});

test("a wrong key is refused, with the reason of the service and without the key", async () => {
  const { url, account } = server.settings;
  const key = Buffer.from("another key").toString("base64");
  const storage = openAt(newUrl(), `AccountName=${account};AccountKey=${key};BlobEndpoint=${url}`);
  const error: unknown = await storage.stat("a", {}).catch((caught: unknown) => caught);
  expect(error).toMatchObject({ code: "STORAGE_DENIED", message: expect.stringContaining("403") });
  expect(JSON.stringify([String(error), error])).not.toContain(key);
});

test("a shared access signature lets in, for what it is made for", async () => {
  const { url = "", container = "" } = server.settings;
  const place = newUrl();
  await openAt(place).write("a", { kind: "bytes", bytes: Buffer.from("x") }, {});
  const storage = openAt(place, `BlobEndpoint=${url};SharedAccessSignature=${signature(container, "rl")}`);
  expect(String(await (await storage.read("a", {}, {}))?.bytes())).toBe("x");
  expect(await Array.fromAsync(storage.list?.("", { recursive: true }, {}) ?? [])).toHaveLength(1);
  const refused = storage.write("b", { kind: "bytes", bytes: Buffer.from("x") }, {});
  await expect(refused).rejects.toMatchObject({ code: "STORAGE_DENIED" });
});

test("the blocks of an upload that was killed are not sent again", async () => {
  const place = newUrl();
  const bytes = Buffer.alloc(20 << 20, "block");
  const failing = async function* () {
    yield bytes.subarray(0, 17 << 20);
    throw new Error("killed");
  };
  const killed = openAt(place).write(
    "a",
    { kind: "file", sizeBytes: bytes.length, open: () => failing() as never },
    {},
  );
  await expect(killed).rejects.toThrow("killed");
  expect(await stagedBytes(`${place}/a`)).toBe(16 << 20);
  const written = await openAt(place).write("a", { kind: "bytes", bytes }, {});
  expect(written.sizeBytes).toBe(bytes.length);
  expect((await (await openAt(place).read("a", {}, {}))?.bytes())?.equals(bytes)).toBe(true);
});

function newUrl(): string {
  return `azure://${server.settings.container}/${randomUUID()}`;
}

function openAt(url: string, connectionString?: string) {
  const { connectionString: usual = "" } = server.settings;
  return openAzureStorage({ url, options: new Map([["connection_string", connectionString ?? usual]]), env: {} });
}

/** Of a service signature for the container, as "Create a service SAS" of Azure's REST reference describes it. */
function signature(container: string, permissions: string): string {
  const { account = "", key = "" } = server.settings;
  const expiry = new Date(Date.now() + 3_600_000).toISOString().replace(/\.\d+/, "");
  const version = "2021-12-02";
  const resource = `/blob/${account}/${container}`;
  const text = [permissions, "", expiry, resource, "", "", "", version, "c", "", "", "", "", "", "", ""].join("\n");
  const sig = createHmac("sha256", Buffer.from(key, "base64")).update(text).digest("base64");
  return `sv=${version}&sr=c&sp=${permissions}&se=${encodeURIComponent(expiry)}&sig=${encodeURIComponent(sig)}`;
}

/** What lies on the server as blocks of no blob. */
async function stagedBytes(blob: string): Promise<number> {
  const { url = "", container = "" } = server.settings;
  const path = new URL(blob).pathname;
  const query = `restype=none&comp=blocklist&blocklisttype=uncommitted&${signature(container, "rl")}`;
  const text = await (await fetch(`${url}/${container}${path}?${query}`)).text();
  return [...text.matchAll(/<Size>(\d+)<\/Size>/g)].reduce((sum, [, size]) => sum + Number(size), 0);
}
