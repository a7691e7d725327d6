import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { openAzureStorage } from "../../packages/core/src/remotes/azure/azure-storage.ts";
import { openGsStorage } from "../../packages/core/src/remotes/gs/gs-storage.ts";
import type { RemoteStorage } from "../../packages/core/src/remotes/storage/remote-storage.ts";
import { startWebServer } from "../../packages/core/src/remotes/testing/web-server.ts";
import { startAzurite } from "../servers/azurite.ts";
import { startGcs } from "../servers/gcs.ts";
import { startS3 } from "../servers/s3.ts";
import { startWebdav } from "../servers/webdav.ts";

/** A server whose stored files can be looked at. */
export interface Stored {
  /** Of the server. */
  readonly url: string;
  /** The URL of the remote, given that of the proxy. */
  readonly remoteUrl: (proxyUrl: string) => string;
  readonly options: (proxyUrl: string) => Readonly<Record<string, string>>;
  /** The size of a file that does not go the way of the small ones. */
  readonly largeBytes: number;
  /** All files by path, as the server has them. */
  readonly files: () => Promise<ReadonlyMap<string, Buffer>>;
}

/** Servers that are stopped when the test ends, by the kind of storage. */
export const storedKinds: Readonly<Record<string, () => Promise<Stored>>> = { azure, gs, http, s3, webdav };

/** What has the name of an object hashes to it. */
export function expectNamed(files: ReadonlyMap<string, Buffer>): void {
  for (const [path, bytes] of files) {
    if (!isObject(path)) continue;
    const [prefix = "", name = ""] = path.split("/").slice(-2);
    expect(createHash("md5").update(bytes).digest("hex"), path).toBe((prefix + name).replace(/\.dir$/, ""));
  }
}

/** Says whether a path is the final name of an object. */
export function isObject(path: string): boolean {
  return /files\/md5\/[0-9a-f]{2}\/[0-9a-f]{30}(\.dir)?$/.test(path);
}

/** All files below a folder by path; none if there is no folder. */
export function filesBelow(folder: string): ReadonlyMap<string, Buffer> {
  if (!existsSync(folder)) return new Map();
  const paths = readdirSync(folder, { recursive: true, encoding: "utf8" });
  const files = paths.filter((path) => statSync(join(folder, path)).isFile());
  return new Map(files.map((path) => [path, readFileSync(join(folder, path))]));
}

async function azure(): Promise<Stored> {
  const server = await startAzurite();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url = "", account, key, container } = server.settings;
  const remoteUrl = `azure://${container}/store`;
  const options = (origin: string) => ({
    connection_string: `AccountName=${account};AccountKey=${key};BlobEndpoint=${origin}/${account}`,
    connection_timeout: "2",
    read_timeout: "2",
  });
  const { origin } = new URL(url);
  const direct = openAzureStorage({ url: remoteUrl, options: new Map(Object.entries(options(origin))), env: {} });
  return { url: origin, remoteUrl: () => remoteUrl, options, largeBytes: 6_200_000, files: () => filesIn(direct) };
}

/** Larger files would go through sessions, which this server ends with what they have when their state is asked for. */
async function gs(): Promise<Stored> {
  const server = await startGcs();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url = "", bucket } = server.settings;
  const remoteUrl = `gs://${bucket}/store`;
  const options = (endpointurl: string) => ({ endpointurl, allow_anonymous_login: "true" });
  const direct = openGsStorage({ url: remoteUrl, options: new Map(Object.entries(options(url))), env: {} });
  return { url, remoteUrl: () => remoteUrl, options, largeBytes: 1_200_000, files: () => filesIn(direct) };
}

/** Of servers that keep what they store in memory. */
async function filesIn(storage: RemoteStorage): Promise<ReadonlyMap<string, Buffer>> {
  const files = new Map<string, Buffer>();
  for await (const { key } of storage.list?.("", { recursive: true }, {}) ?? []) {
    files.set(key, (await (await storage.read(key, {}, {}))?.bytes()) ?? Buffer.alloc(0));
  }
  await storage.close();
  return files;
}

async function http(): Promise<Stored> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  return {
    url: web.url,
    remoteUrl: (url) => `${url}/store`,
    options: () => ({ method: "PUT", connect_timeout: "2", read_timeout: "2" }),
    largeBytes: 1_200_000,
    files: async () => web.files,
  };
}

async function s3(): Promise<Stored> {
  const server = await startS3();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url = "", folder = "", accessKey = "", secretKey = "" } = server.settings;
  mkdirSync(join(folder, "bucket"));
  const keys = { access_key_id: accessKey, secret_access_key: secretKey };
  return {
    url,
    remoteUrl: () => "s3://bucket/store",
    options: (endpointurl) => ({ ...keys, endpointurl, connect_timeout: "2", read_timeout: "2" }),
    largeBytes: 1_200_000,
    files: async () => filesBelow(folder),
  };
}

async function webdav(): Promise<Stored> {
  const server = await startWebdav();
  onTestFinished(() => server[Symbol.asyncDispose]());
  const { url = "", folder = "", user = "", password = "" } = server.settings;
  return {
    url,
    remoteUrl: (proxyUrl) => `${proxyUrl.replace("http:", "webdav:")}/store`,
    options: () => ({ user, password, timeout: "2" }),
    largeBytes: 1_200_000,
    files: async () => filesBelow(folder),
  };
}
