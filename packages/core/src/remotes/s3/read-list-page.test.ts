import { Readable } from "node:stream";
import { expect, test } from "vitest";
import { readListPage } from "./read-list-page.ts";
import type { S3Answer } from "./s3-client.ts";

/** An answer that arrives in pieces of some bytes. */
function answerOf(xml: string, pieceBytes = 7): S3Answer {
  const bytes = Buffer.from(xml);
  const pieces = Array.from({ length: Math.ceil(bytes.length / pieceBytes) }, (_, i) =>
    bytes.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );
  const message = Object.assign(Readable.from(pieces, { objectMode: false }), { headers: {} });
  const url = new URL("http://127.0.0.1/bucket");
  return { status: 200, message, url, request: { method: "GET", url, action: "list", shown: "s3://bucket/d" } };
}

const file = (key: string): string => `<Contents><Key>${key}</Key><ETag>"1"</ETag><Size>3</Size></Contents>`;

test("readListPage() decodes keys even if the answer says only in the end that they are escaped", async () => {
  const files = `${file("d/a%2Bb+%C3%A9")}<CommonPrefixes><Prefix>d/f%25/</Prefix></CommonPrefixes>`;
  const escaped = await readListPage(
    answerOf(`<ListBucketResult>${files}<EncodingType>url</EncodingType></ListBucketResult>`),
    { prefix: "d/", versions: false },
  );
  expect(Array.from(escaped.entries, ({ kind, key }) => [kind, key])).toEqual([
    ["file", "a+b é"],
    ["folder", "f%"],
  ]);
  const plain = await readListPage(answerOf(`<ListBucketResult>${file("d/a%2Bé")}</ListBucketResult>`), {
    prefix: "d/",
    versions: false,
  });
  expect([...plain.entries]).toMatchObject([{ kind: "file", key: "a%2Bé", etag: '"1"', sizeBytes: 3 }]);
});

test("readListPage() says where the next page begins", async () => {
  const more = "<IsTruncated>true</IsTruncated><NextContinuationToken>t</NextContinuationToken>";
  const objects = await readListPage(answerOf(`<ListBucketResult>${more}</ListBucketResult>`), {
    prefix: "",
    versions: false,
  });
  expect(objects.next).toEqual({ "continuation-token": "t" });
  const markers = "<NextKeyMarker>a%25</NextKeyMarker><NextVersionIdMarker>v</NextVersionIdMarker>";
  const older = "<Version><Key>a</Key><IsLatest>false</IsLatest></Version>";
  const versions = await readListPage(
    answerOf(
      `<ListVersionsResult><EncodingType>url</EncodingType><IsTruncated>true</IsTruncated>${markers}${older}</ListVersionsResult>`,
    ),
    { prefix: "", versions: true },
  );
  expect([[...versions.entries], versions.next]).toEqual([[], { "key-marker": "a%", "version-id-marker": "v" }]);
});

test.each(["<Other/>", "<ListBucketResult>", "", "<html>"])(
  "readListPage() refuses what is no listing: %s",
  async (xml) => {
    await expect(readListPage(answerOf(xml), { prefix: "", versions: false })).rejects.toMatchObject({
      code: "STORAGE_REJECTED",
      message: expect.stringContaining("s3://bucket/d"),
    });
  },
);
