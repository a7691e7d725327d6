import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeTempFolder } from "../../packages/core/src/fs/testing/temp-folder.ts";
import { apiClient, must } from "./api-client.ts";
import { type LodeServer, startLodeServer } from "./lode-server.ts";
import { keyOf, oidOf } from "./published-data.ts";

const KILLS = 25;
const WRITERS = 4;

/** Who writes to which server. */
interface Writer {
  readonly server: LodeServer;
  readonly token: string;
  /** What the servers have said that they have stored: ids and contents. */
  readonly acknowledged: Map<string, string>;
}

/** Stores datasets over and over, each way of upload in turn, until the server is gone. */
async function write({ server, token, acknowledged }: Writer, name: string): Promise<void> {
  const base = `${server.url}/acme/open/dvc`;
  const headers = { "x-lode-token": token };
  const send = async (path: string, body: string, contents: ReadonlyMap<string, string>) => {
    const answer = await fetch(`${base}/${path}`, { method: "POST", body, headers });
    if (answer.status !== 200) throw new Error(`${answer.status}: ${await answer.text()}`);
    await answer.text();
    for (const [oid, content] of contents) acknowledged.set(oid, content);
  };
  try {
    for (let round = 0; ; round += 1) {
      const members = Array.from({ length: 40 }, (_, i) => `${name} ${round} ${i}`);
      const [single = "", ...many] = members;
      await send(keyOf(oidOf(single)), single, new Map([[oidOf(single), single]]));
      const frames = many.map((content) => `${oidOf(content)} ${content.length}\n${content}`).join("");
      await send("batch/upload", frames, new Map(many.map((content) => [oidOf(content), content])));
      const manifest = `[${members.map((content, i) => `{"md5": "${oidOf(content)}", "relpath": "${i}"}`).join(", ")}]`;
      const oid = `${oidOf(manifest)}.dir`;
      await send(keyOf(oid), manifest, new Map([[oid, manifest]]));
    }
  } catch (error) {
    // The server was killed; anything else that it says is wrong.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** Every object in the storage by its id, hashed. */
function storedObjects(dataDir: string): Map<string, string> {
  const found = new Map<string, string>();
  const dir = join(dataDir, "objects/files/md5");
  for (const entry of readdirSync(dir, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const bytes = readFileSync(join(entry.parentPath, entry.name));
    found.set(entry.parentPath.slice(-2) + entry.name, createHash("md5").update(bytes).digest("hex"));
  }
  return found;
}

test(`a server that is killed ${KILLS} times loses nothing that it acknowledged, and holds nothing in part`, async () => {
  const folder = makeTempFolder();
  // Tens of thousands of files.
  onTestFinished(() => folder[Symbol.dispose](), 60_000);
  let server = await startLodeServer({ dataDir: folder.path });
  const token = server.token ?? "";
  const admin = apiClient(server, token);
  await must(admin("POST", "/namespaces", { name: "acme" }));
  await must(admin("POST", "/repositories", { namespace: "acme", name: "open" }));
  const acknowledged = new Map<string, string>();
  for (let kill = 0; kill < KILLS; kill += 1) {
    const writers = Array.from({ length: WRITERS }, (_, i) => write({ server, token, acknowledged }, `${kill}-${i}`));
    await new Promise((resolve) => setTimeout(resolve, 100 + 37 * (kill % 13)));
    await server.stop("SIGKILL");
    await Promise.all(writers);
    const began = performance.now();
    server = await startLodeServer({ dataDir: folder.path });
    expect(performance.now() - began).toBeLessThan(2000);
  }
  expect(acknowledged.size).toBeGreaterThan(KILLS * 10);
  const headers = { "x-lode-token": token };
  const oids = [...acknowledged.keys()];
  const body = JSON.stringify({ oids });
  const init = { method: "POST", body, headers: { ...headers, "content-type": "application/json" } };
  const missing = await fetch(`${server.url}/acme/open/dvc/batch/missing`, init);
  expect(JSON.parse(await missing.text())).toEqual({ missing: [] });
  const stored = storedObjects(folder.path);
  for (const [name, digest] of stored) expect(name.slice(0, 32)).toBe(digest);
  for (const name of stored.keys()) {
    if (!name.endsWith(".dir")) continue;
    const path = join(folder.path, "objects/files/md5", name.slice(0, 2), name.slice(2));
    for (const [, member = ""] of readFileSync(path, "utf8").matchAll(/"md5": "(\w+)"/g))
      expect(stored.has(member)).toBe(true);
  }
  expect(await server.stop()).toBe(0);
});
