import { expect, test } from "vitest";
import { parseMultistatus } from "./parse-multistatus.ts";

function parse(...chunks: readonly (string | Buffer)[]) {
  const body = (async function* () {
    for (const chunk of chunks) yield Buffer.from(chunk);
  })();
  return Array.fromAsync(parseMultistatus(body, "http://host/"));
}

const FILE = `<?xml version="1.0"?><d:multistatus xmlns:d="DAV:" xmlns:o="http://other"><d:response><d:href>/a%20b</d:href>
<d:propstat><d:prop><d:getcontentlength>12</d:getcontentlength><d:getetag>"x&amp;y"</d:getetag><o:getetag>no</o:getetag>
<d:resourcetype/><d:getlastmodified>Sun, 06 Nov 1994 08:49:37 GMT</d:getlastmodified></d:prop>
<d:status>HTTP/1.1 200 OK</d:status></d:propstat>
<d:propstat><d:prop><d:getcontentlength>99</d:getcontentlength></d:prop><d:status>HTTP/1.1 404 Not Found</d:status></d:propstat>
</d:response></d:multistatus>`;

test("parseMultistatus() takes the properties that were found, of WebDAV's own namespace only", async () => {
  const file = { href: "/a%20b", isFolder: false, sizeBytes: 12, etag: '"x&y"', modifiedMs: 784111777000 };
  expect(await parse(FILE)).toEqual([file]);
  const bytes = Buffer.from(FILE);
  expect(await parse(...Array.from(bytes, (_, i) => bytes.subarray(i, i + 1)))).toEqual([file]);
});

test("parseMultistatus() knows folders, and a default namespace", async () => {
  const xml = `<multistatus xmlns="DAV:"><response><href>/ä/</href><propstat><prop><resourcetype><collection/></resourcetype>
  </prop><status>HTTP/1.1 200 OK</status></propstat></response></multistatus>`;
  expect(await parse(xml)).toMatchObject([{ href: "/ä/", isFolder: true, sizeBytes: undefined }]);
});

test.each([
  ["a page", "<html><body>Welcome</body></html>"],
  ["nothing", ""],
  ["what is cut off", FILE.slice(0, 300)],
  ["an entity of its own", `<!DOCTYPE m [<!ENTITY x "y">]><d:multistatus xmlns:d="DAV:">&x;</d:multistatus>`],
  ["endless depth", `<d:multistatus xmlns:d="DAV:">${"<d:a>".repeat(100)}`],
  ["an endless text", `<d:multistatus xmlns:d="DAV:">${"x".repeat(100_000)}`],
])("parseMultistatus() refuses %s", async (_name, xml) => {
  await expect(parse(xml)).rejects.toMatchObject({ code: "STORAGE_REJECTED" });
});
