import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished } from "vitest";
import { startWebServer } from "../../packages/core/src/remotes/testing/web-server.ts";
import { startS3 } from "../servers/s3.ts";
import { startWebdav } from "../servers/webdav.ts";

/** A server whose stored files can be looked at. */
export interface Stored {
  /** Of the server. */
  readonly url: string;
  /** The URL of the remote, given that of the proxy. */
  readonly remoteUrl: (proxyUrl: string) => string;
  readonly options: (proxyUrl: string) => Readonly<Record<string, string>>;
  /** All files by path. */
  readonly files: () => ReadonlyMap<string, Buffer>;
}

/** Servers that are stopped when the test ends, by the kind of storage. */
export const storedKinds: Readonly<Record<string, () => Promise<Stored>>> = { http, s3, webdav };

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

async function http(): Promise<Stored> {
  const web = await startWebServer();
  onTestFinished(() => web[Symbol.asyncDispose]());
  return {
    url: web.url,
    remoteUrl: (url) => `${url}/store`,
    options: () => ({ method: "PUT", connect_timeout: "2", read_timeout: "2" }),
    files: () => web.files,
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
    files: () => filesBelow(folder),
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
    files: () => filesBelow(folder),
  };
}
