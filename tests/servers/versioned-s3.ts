import { hash } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { listenLocally } from "./listen-locally.ts";
import type { RunningServer } from "./running-server.ts";

/** A version of an object. */
interface Version {
  readonly id: string;
  readonly bytes: Buffer;
}

/** What a request asks for. */
interface Asked {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** Without the bucket; empty: the bucket itself. */
  readonly key: string;
  readonly query: URLSearchParams;
}

/** The server, and what the key of its clients may do. */
export interface VersionedS3 extends RunningServer {
  /** As with the permission `s3:GetObject` alone: what does not exist is refused, too. */
  mayOnlyRead: boolean;
}

/** Key → versions, oldest first. */
type Objects = Map<string, Version[]>;

/**
 * Starts a small S3 server of one bucket, `versions`, that keeps every version of an object in memory: no server from npm or
 * PyPI does. Signatures are not looked at. What it does was compared with versitygw 1.8, with both tools as clients.
 */
export async function startVersionedS3(): Promise<VersionedS3> {
  const objects: Objects = new Map();
  const state: Pick<VersionedS3, "mayOnlyRead"> = { mayOnlyRead: false };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://host");
    const [, bucket, ...parts] = decodeURIComponent(pathname).split("/");
    const asked = { request, response, key: parts.join("/"), query: searchParams };
    if (bucket !== "versions") refuse(asked, 404, "NoSuchBucket");
    else if (state.mayOnlyRead && !mayRead(asked, objects)) refuse(asked, 403, "AccessDenied");
    else void answer(asked, objects);
  });
  const port = await listenLocally(server);
  return Object.assign(state, {
    settings: { url: `http://127.0.0.1:${port}` },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}

function mayRead({ request, key }: Asked, objects: Objects): boolean {
  return (request.method === "GET" || request.method === "HEAD") && objects.has(key);
}

async function answer(asked: Asked, objects: Objects): Promise<void> {
  const { request, key } = asked;
  if (key === "") return answerBucket(asked, objects);
  if (request.method === "PUT") return put(asked, objects, await buffer(request));
  if (request.method === "DELETE") {
    objects.delete(key);
    return void asked.response.writeHead(204).end();
  }
  send(asked, objects.get(key) ?? []);
}

function answerBucket(asked: Asked, objects: Objects): void {
  const { query, request } = asked;
  if (request.method !== "GET") return void asked.response.writeHead(200).end();
  const prefix = query.get("prefix") ?? "";
  const below = [...objects].filter(([key]) => key.startsWith(prefix));
  const folders = new Set(below.flatMap(([key]) => folderOf(key, prefix, query.get("delimiter")) ?? []));
  const found = below.filter(([key]) => folderOf(key, prefix, query.get("delimiter")) === undefined);
  const isVersions = query.has("versions");
  const entries = found.flatMap(([key, versions]) =>
    (isVersions ? versions : versions.slice(-1)).map((version) => entryOf(key, version, isVersions ? versions : [])),
  );
  const name = isVersions ? "ListVersionsResult" : "ListBucketResult";
  const prefixes = Array.from(folders, (folder) => `<CommonPrefixes><Prefix>${folder}</Prefix></CommonPrefixes>`);
  const body = `<IsTruncated>false</IsTruncated><Prefix>${prefix}</Prefix>${[...entries, ...prefixes].join("")}`;
  asked.response.writeHead(200, { "content-type": "application/xml" }).end(`<${name}>${body}</${name}>`);
}

/** The prefix that stands for a key in a listing; undefined if the key stands for itself. */
function folderOf(key: string, prefix: string, delimiter: string | null): string | undefined {
  const end = delimiter ? key.indexOf(delimiter, prefix.length) : -1;
  return end < 0 ? undefined : key.slice(0, end + 1);
}

/** @param versions all of them, if they are listed */
function entryOf(key: string, version: Version, versions: readonly Version[]): string {
  const isLatest = `<VersionId>${version.id}</VersionId><IsLatest>${version === versions.at(-1)}</IsLatest>`;
  const name = versions.length > 0 ? "Version" : "Contents";
  const facts = `<ETag>${etagOf(version)}</ETag><Size>${version.bytes.length}</Size><LastModified>${TIME}</LastModified>`;
  return `<${name}><Key>${key}</Key>${facts}${versions.length > 0 ? isLatest : ""}</${name}>`;
}

const TIME = "2026-01-01T00:00:00.000Z";

function put({ key, response }: Asked, objects: Objects, bytes: Buffer): void {
  const versions = objects.get(key) ?? [];
  const version = { id: `v${versions.length + 1}-${hash("md5", bytes).slice(0, 8)}`, bytes };
  objects.set(key, [...versions, version]);
  response.writeHead(200, { etag: etagOf(version), "x-amz-version-id": version.id }).end();
}

function send(asked: Asked, versions: readonly Version[]): void {
  const { request, response, query } = asked;
  const id = query.get("versionId");
  const version = id === null ? versions.at(-1) : versions.find((one) => one.id === id);
  if (version === undefined) {
    refuse(asked, 404, "NoSuchKey");
    return;
  }
  const [, start = "0", end = ""] = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "") ?? [];
  const { length } = version.bytes;
  const bytes = version.bytes.subarray(Number(start), end === "" ? undefined : Number(end) + 1);
  const range = { "content-range": `bytes ${start}-${Number(start) + bytes.length - 1}/${length}` };
  response.writeHead(request.headers.range === undefined ? 200 : 206, {
    etag: etagOf(version),
    "x-amz-version-id": version.id,
    "content-length": bytes.length,
    "last-modified": new Date(TIME).toUTCString(),
    ...(request.headers.range !== undefined && range),
  });
  response.end(request.method === "HEAD" ? undefined : bytes);
}

function refuse({ request, response }: Asked, status: number, code: string): void {
  response.writeHead(status, { "content-type": "application/xml" });
  response.end(request.method === "HEAD" ? undefined : `<Error><Code>${code}</Code></Error>`);
}

function etagOf({ bytes }: Version): string {
  return `"${hash("md5", bytes)}"`;
}
