import { hash } from "node:crypto";
import type { ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";
import { expect, onTestFinished, test } from "vitest";
import { isLodeError } from "../../base/lode-error.ts";
import { type Oid, parseOid } from "../../base/oid.ts";
import type { OptionValue } from "../../formats/config/option-rules.ts";
import { makeTempFolder, type TempFolder } from "../../fs/testing/temp-folder.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { objectKey } from "../object-key.ts";
import { storageKind } from "../open-storage.ts";
import { RetryingRemote } from "../retrying-remote.ts";
import type { StorageAccess } from "../storage/storage-access.ts";
import { StorageRemote } from "../storage/storage-remote.ts";
import { testRemoteContract } from "../testing/remote-contract.ts";
import { testStorageContract } from "../testing/storage-contract.ts";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { HttpStorage } from "./http-storage.ts";

testRemoteContract("http", { lists: false }, async () => {
  const web = await webServer();
  return {
    remote: remoteAt(`${web.url}/store`),
    damage: async (oid, bytes) => void web.files.set(pathOf(oid), Buffer.from(bytes)),
  };
});

testStorageContract("http", async () => {
  const web = await webServer();
  const at = (url: string) => new HttpStorage({ url, options: new Map([["method", "PUT"]]), env: {} });
  return { storage: at(`${web.url}/store`), at };
});

test("a remote behind a web server tells what is refused from what is missing, and shows no password", async () => {
  const web = await webServer();
  web.intercept = (_request, response) => Boolean(response.writeHead(403).end());
  const remote = remoteAt(`${web.url.replace("//", "//me:secret@")}/store`);
  const error = await remote.findMissing({ hashName: "md5", oids: [oidOf("x")] }, {}).catch((caught) => caught);
  expect(isLodeError(error, "STORAGE_DENIED")).toBe(true);
  expect(JSON.stringify([error.message, error.hint, error.details])).not.toContain("secret");
});

test.each([1, 3])("a remote behind a web server asks for %i objects at once if told so", async (jobs) => {
  const web = await webServer();
  let inFlight = 0;
  let most = 0;
  web.intercept = (_request, response) => {
    most = Math.max(most, ++inFlight);
    setImmediate(() => {
      inFlight -= 1;
      response.writeHead(404).end();
    });
    return true;
  };
  const oids = Array.from({ length: 12 }, (_, i) => oidOf(String(i)));
  const missing = await remoteAt(`${web.url}/store`).findMissing({ hashName: "md5", oids }, { jobs });
  expect(missing.size).toBe(12);
  expect(most).toBeLessThanOrEqual(jobs);
});

test.each([
  [{ auth: "basic", user: "me", password: "pass" }, "authorization", "Basic bWU6cGFzcw=="],
  [{ auth: "custom", custom_auth_header: "X-Token", password: "pass" }, "x-token", "pass"],
])("a remote behind a web server sends its credentials: %j", async (options, header, value) => {
  const web = await webServer();
  const seen: unknown[] = [];
  web.intercept = ({ headers }) => seen.push(headers[header]) < 0;
  await remoteAt(`${web.url}/store`, options).readObject({ hashName: "md5", oid: oidOf("x") });
  expect(seen).toEqual([value]);
});

test("a remote behind a web server takes the login of a .netrc, and the proxy, from the environment", async () => {
  using folder = makeTempFolder();
  const proxy = await webServer();
  const seen: unknown[] = [];
  proxy.intercept = ({ headers, url }) => seen.push([url, headers.authorization]) < 0;
  const netrc = folder.write("netrc", "machine data.example login me password pass");
  const env = { NETRC: netrc, http_proxy: proxy.url };
  const remote = httpRemote({ url: "http://data.example/store", options: new Map(), env });
  const oid = oidOf("x");
  expect(await remote.readObject({ hashName: "md5", oid })).toBeUndefined();
  expect(seen).toEqual([[`http://data.example${pathOf(oid)}`, "Basic bWU6cGFzcw=="]]);
});

test("a remote behind a web server answers a digest challenge, and only once more if it is refused", async () => {
  const web = await webServer();
  web.files.set(pathOf(oidOf("x")), Buffer.from("x"));
  web.intercept = ({ headers, method, url }, response) => {
    if (isRightDigest(headers.authorization, `${method}:${url}`)) return false;
    response.writeHead(401, { "www-authenticate": 'Digest realm="r", qop="auth", nonce="n", opaque="o"' }).end();
    return true;
  };
  const id = { hashName: "md5", oid: oidOf("x") } as const;
  const right = remoteAt(`${web.url}/store`, { auth: "digest", user: "me", password: "pass" });
  expect(String(await right.readObject(id))).toBe("x");
  const wrong = remoteAt(`${web.url}/store`, { auth: "digest", user: "me", password: "no" });
  await expect(wrong.readObject(id)).rejects.toMatchObject({ code: "STORAGE_DENIED" });
});

test("a remote behind a web server follows redirections, without taking its credentials to another server", async () => {
  const [web, other] = [await webServer(), await webServer()];
  other.files.set("/there", Buffer.from("x"));
  const seen: unknown[] = [];
  other.intercept = ({ headers }) => seen.push(headers.authorization) < 0;
  web.intercept = (_request, response) => Boolean(response.writeHead(302, { location: `${other.url}/there` }).end());
  const remote = remoteAt(`${web.url}/store`, { auth: "basic", user: "me", password: "pass" });
  expect(String(await remote.readObject({ hashName: "md5", oid: oidOf("x") }))).toBe("x");
  expect(seen).toEqual([undefined]);
});

test("a remote behind a web server refuses to lose an upload to a redirection, and repeats it if it may", async () => {
  using folder = makeTempFolder();
  const web = await webServer();
  let status = 302;
  web.intercept = ({ method, url }, response) => {
    if (method !== "PUT" || url?.startsWith("/moved")) return false;
    return Boolean(response.writeHead(status, { location: `/moved${url}` }).end());
  };
  const remote = remoteAt(`${web.url}/store`, { method: "put" });
  const { store, oid } = storedObject(folder, "x");
  expect((await remote.pushFrom(store, [oid], {})).failed[0]?.error).toMatchObject({ code: "STORAGE_REJECTED" });
  status = 307;
  expect((await remote.pushFrom(store, [oid], {})).transferred).toEqual([oid]);
  expect(String(web.files.get(`/moved${pathOf(oid)}`))).toBe("x");
});

test("a remote behind a web server never completes the upload of an object with wrong bytes, however large", async () => {
  using folder = makeTempFolder();
  const web = await webServer();
  const remote = remoteAt(`${web.url}/store`);
  for (const text of ["small", "large".repeat(500_000)]) {
    const { store, oid } = storedObject(folder, text, `${text.slice(0, -1)}X`);
    expect((await remote.pushFrom(store, [oid], {})).failed[0]?.error).toMatchObject({ code: "OBJECT_CORRUPT" });
    expect(web.files.size).toBe(0);
  }
});

test("a remote behind a web server reads what a server compressed, and ranges that a server does not know", async () => {
  const web = await webServer();
  web.intercept = (_request, response) =>
    Boolean(response.writeHead(200, { "content-encoding": "gzip" }).end(gzipSync("0123456789")));
  const id = { hashName: "md5", oid: oidOf("0123456789") } as const;
  const remote = remoteAt(`${web.url}/store`);
  expect(String(await remote.readObject(id))).toBe("0123456789");
  const part = await remote.openRead(id, { start: 2, end: 5 });
  expect(String(Buffer.concat((await part?.toArray()) ?? []))).toBe("234");
});

test("a remote behind a web server keeps the query of its URL", async () => {
  const web = await webServer();
  const oid = oidOf("x");
  expect(remoteAt(`${web.url}/store/?key=1`).objectUrl({ hashName: "md5", oid })).toBe(
    `${web.url}${pathOf(oid)}?key=1`,
  );
});

test("RetryingRemote gets over a server that fails or breaks off, and gives up in the end", async () => {
  using folder = makeTempFolder();
  const web = await webServer();
  const oid = oidOf("0123456789");
  web.files.set(pathOf(oid), Buffer.from("0123456789"));
  const troubles = ["status", "cut", "drop"];
  web.intercept = (request, response) => makeTrouble(troubles.shift(), request.socket, response);
  const remote = new RetryingRemote(remoteAt(`${web.url}/store`), { attempts: 4, pauseMs: 1 });
  const store = storeIn(folder);
  expect(await remote.fetchInto(store, [oid], {})).toEqual({ transferred: [oid], missing: [], failed: [] });
  troubles.push("status", "status", "status", "status");
  await expect(remote.readObject({ hashName: "md5", oid })).rejects.toMatchObject({ code: "STORAGE_UNREACHABLE" });
});

test("a remote behind a web server goes on with a large object where the connection broke", async () => {
  using folder = makeTempFolder();
  const web = await webServer();
  const text = "0123456789".repeat(300_000);
  const oid = oidOf(text);
  web.files.set(pathOf(oid), Buffer.from(text));
  const starts: unknown[] = [];
  web.intercept = ({ headers, socket }, response) => {
    starts.push(headers.range);
    if (starts.length > 1) return false;
    response.writeHead(200, { "content-length": text.length });
    return response.write(text.slice(0, 1_000_000), () => setTimeout(() => socket.destroy(), 50)) || true;
  };
  const { transferred, failed } = await remoteAt(`${web.url}/store`).fetchInto(storeIn(folder), [oid], {});
  expect([transferred, failed]).toEqual([[oid], []]);
  expect(starts).toEqual([undefined, expect.stringMatching(/^bytes=[1-9]\d*-$/)]);
});

test("a remote behind a web server names a server that cannot be reached or is silent", async () => {
  const web = await webServer();
  const { url } = web;
  web.intercept = () => true;
  const id = { hashName: "md5", oid: oidOf("x") } as const;
  const silent = remoteAt(`${url}/store`, { read_timeout: 0.05 });
  await expect(silent.readObject(id)).rejects.toThrow("no answer in 0.05 s");
  await web[Symbol.asyncDispose]();
  await expect(silent.readObject(id)).rejects.toThrow("the server refuses the connection");
});

test("credentials that are not configured are refused", () => {
  const options = new Map<string, OptionValue>([
    ["auth", "basic"],
    ["user", "me"],
    ["ask_password", true],
  ]);
  const check = () => storageKind("http")?.check?.({ url: "http://localhost/x", options, env: {} });
  expect(check).toThrow("needs 'user' and 'password'");
});

async function webServer(): Promise<WebServer> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  return web;
}

function remoteAt(url: string, options: Readonly<Record<string, OptionValue>> = {}): StorageRemote {
  return httpRemote({ url, options: new Map(Object.entries(options)), env: {} });
}

function httpRemote(access: StorageAccess): StorageRemote {
  const urlOf = (key: string): string => storageKind("http")?.urlOf?.(access.url, key) ?? "";
  const open = async () => new HttpStorage(access);
  return new StorageRemote({ name: "web", url: access.url, lists: false, urlOf, open });
}

function makeTrouble(trouble: string | undefined, socket: { destroy(): unknown }, response: ServerResponse): boolean {
  if (trouble === "status") response.writeHead(503).end();
  if (trouble === "cut") response.writeHead(200, { "content-length": 10 }).write("01234", () => socket.destroy());
  if (trouble === "drop") socket.destroy();
  return trouble !== undefined;
}

function isRightDigest(header: string | undefined, request: string): boolean {
  const field = (name: string): string => new RegExp(`\\b${name}="?([^",]+)`).exec(header ?? "")?.[1] ?? "";
  const md5 = (text: string): string => hash("md5", text, "hex");
  const middle = `n:${field("nc")}:${field("cnonce")}:auth`;
  return field("response") === md5(`${md5("me:r:pass")}:${middle}:${md5(request)}`);
}

function storeIn(folder: TempFolder): ObjectStore {
  return { dir: `${folder.path}/cache`, hashName: "md5", linkTypes: ["copy"] };
}

function storedObject(
  folder: TempFolder,
  text: string,
  bytes = text,
): { readonly store: ObjectStore; readonly oid: Oid } {
  const oid = oidOf(text);
  folder.write(`cache/${oid.slice(0, 2)}/${oid.slice(2)}`, bytes);
  return { store: storeIn(folder), oid };
}

function pathOf(oid: Oid): string {
  return `/store/${objectKey({ hashName: "md5", oid })}`;
}

function oidOf(text: string): Oid {
  const oid = parseOid(hash("md5", text));
  if (oid === undefined) throw new Error("not an id");
  return oid;
}
