import { expect, test } from "vitest";
import { splitUrlVersion } from "./url-version.ts";

test.each([
  ["s3", "s3://bucket/a?versionId=x%2By", { url: "s3://bucket/a", versionId: "x+y" }],
  ["gs", "gs://bucket/a#123", { url: "gs://bucket/a", versionId: "123" }],
  ["azure", "azure://container/a?versionid=2024", { url: "azure://container/a", versionId: "2024" }],
  ["s3", "s3://bucket/a#123", undefined],
  ["s3", "s3://bucket/a?versionId=", undefined],
  ["s3", "s3://bucket/a?versionId=x/b", { url: "s3://bucket/a", versionId: "x/b" }],
  ["gs", "gs://bucket/a#b", undefined],
  ["https", "https://host/a?versionId=x", undefined],
] as const)("splitUrlVersion(%s, %s)", (scheme, url, expected) => {
  expect(splitUrlVersion(scheme, url)).toEqual(expected);
});

test("splitUrlVersion() takes a version that no URL can hold as it is", () => {
  expect(splitUrlVersion("s3", "s3://bucket/a?versionId=50%")).toEqual({ url: "s3://bucket/a", versionId: "50%" });
});
