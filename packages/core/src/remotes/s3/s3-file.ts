import type { HttpAnswer } from "../http/http-request.ts";
import { wholeSize } from "../http/range.ts";
import type { StorageFile } from "../storage/remote-storage.ts";

/** What the answer to a question about an object says of it. */
export function fileOfAnswer(key: string, answer: HttpAnswer): StorageFile {
  const { headers } = answer.message;
  const modifiedMs = Date.parse(headers["last-modified"] ?? "");
  const versionId = versionOf(headers["x-amz-version-id"]);
  const { checksum, ...described } = describeObject(key, headers.etag);
  return {
    ...described,
    ...(checksum !== undefined && { checksum: { ...checksum, versionId } }),
    sizeBytes: wholeSize(answer),
    versionId,
    ...(!Number.isNaN(modifiedMs) && { modifiedMs }),
  };
}

/** What an ETag says of an object, with its quotes or without, as some servers have it in listings; DVC writes it without. */
export function describeObject(key: string, etag: string | undefined): StorageFile {
  if (etag === undefined || etag === "") return { key, sizeBytes: undefined };
  const value = etag.replaceAll(/^"|"$/g, "");
  return { key, sizeBytes: undefined, etag: `"${value}"`, checksum: { key: "etag", value } };
}

/** A version as answers name it; buckets without versions name none, or `null`. */
export function versionOf(version: string | readonly string[] | undefined): string | undefined {
  return typeof version === "string" && version !== "" && version !== "null" ? version : undefined;
}
