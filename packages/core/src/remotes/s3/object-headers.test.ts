import type { IncomingMessage, ServerResponse } from "node:http";
import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { startWebServer, type WebServer } from "../testing/web-server.ts";
import { openS3Storage } from "./s3-storage.ts";

const LARGE = Buffer.alloc(17 << 20, "large");
const KEY = Buffer.alloc(32, "k").toString("base64");
const PREFIX = "x-amz-server-side-encryption";

test("what new objects are to have is said when they come into being, and with nothing else", async () => {
  const options = { sse: "aws:kms", sse_kms_key_id: "id-of-a-key", acl: "bucket-owner-full-control" };
  const expected = { [PREFIX]: "aws:kms", [`${PREFIX}-aws-kms-key-id`]: "id-of-a-key", "x-amz-acl": options.acl };
  const sent = await requestsWith(options);
  expect(sent).toEqual({ whole: expected, begin: expected, part: {}, end: {}, read: {}, look: {} });
});

test("grants are sent as they are written", async () => {
  const grants = { grant_read: "id=1", grant_read_acp: "id=2", grant_write_acp: "id=3", grant_full_control: "id=4" };
  const { whole, read } = await requestsWith(grants);
  expect(whole).toEqual({
    "x-amz-grant-read": "id=1",
    "x-amz-grant-read-acp": "id=2",
    "x-amz-grant-write-acp": "id=3",
    "x-amz-grant-full-control": "id=4",
  });
  expect(read).toEqual({});
});

test("a key of the customer goes with every request about an object", async () => {
  const expected = {
    [`${PREFIX}-customer-algorithm`]: "AES256",
    [`${PREFIX}-customer-key`]: KEY,
    [`${PREFIX}-customer-key-md5`]: "mT2HRsMGJ5IX5C+0rreZ8Q==",
  };
  const sent = await requestsWith({ sse_customer_key: KEY });
  for (const headers of Object.values(sent)) expect(headers).toEqual(expected);
});

/** The headers of interest of each kind of request, of an upload in one piece, one in parts, and of reading. */
async function requestsWith(options: Readonly<Record<string, string>>) {
  await using server = await startWebServer();
  const sent: Record<string, Readonly<Record<string, unknown>>> = {};
  server.intercept = (request, response) => answer(request, response, { server, sent });
  const all = { endpointurl: server.url, access_key_id: "any", secret_access_key: "any", ...options };
  const storage = openS3Storage({ url: "s3://bucket", options: new Map(Object.entries(all)), env: {} });
  await storage.write("small", { kind: "bytes", bytes: Buffer.from("small") }, {});
  const open = ({ start, end }: { start: number; end?: number }) => Readable.from([LARGE.subarray(start, end)]);
  await storage.write("large", { kind: "file", sizeBytes: LARGE.length, open }, {});
  await (await storage.read("small", {}, {}))?.bytes();
  await storage.stat("small", {});
  await storage.close();
  return sent;
}

interface Recording {
  readonly server: WebServer;
  readonly sent: Record<string, Readonly<Record<string, unknown>>>;
}

function answer(request: IncomingMessage, response: ServerResponse, { server, sent }: Recording): boolean {
  const { searchParams } = new URL(request.url ?? "", server.url);
  const kind = kindOf(request, searchParams);
  if (kind === undefined) return void response.writeHead(403).end() === undefined;
  const names = Object.keys(request.headers).filter((name) => /^x-amz-(server-side|acl|grant)/.test(name));
  sent[kind] = Object.fromEntries(names.map((name) => [name, request.headers[name]]));
  if (kind === "read" || kind === "look") return false;
  request.resume().once("end", () => {
    response.writeHead(200, { etag: '"e"' });
    response.end(kind === "begin" ? "<A><UploadId>1</UploadId></A>" : kind === "end" ? COMPLETED : "");
    if (kind === "whole") server.files.set("/bucket/small", Buffer.from("small"));
  });
  return true;
}

const COMPLETED = "<CompleteMultipartUploadResult><ETag>e</ETag></CompleteMultipartUploadResult>";

/** Undefined: a listing, which is refused. */
function kindOf({ method }: IncomingMessage, query: URLSearchParams): string | undefined {
  if (method === "POST") return query.has("uploads") ? "begin" : "end";
  if (method === "PUT") return query.has("partNumber") ? "part" : "whole";
  if (method === "HEAD") return "look";
  return query.size > 0 ? undefined : "read";
}
