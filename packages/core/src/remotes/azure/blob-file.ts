import type { IncomingHttpHeaders } from "node:http";
import type { StorageFile } from "../storage/remote-storage.ts";

/** What the service says of a blob. */
export interface BlobProperties {
  readonly sizeBytes: number | undefined;
  /** With or without quotes. */
  readonly etag: string | undefined;
  /** A date of HTTP. */
  readonly modified: string | undefined;
  readonly versionId: string | undefined;
}

/** What a blob is to Lode. The ETag is known with its quotes, as DVC writes it. */
export function blobFile(key: string, { sizeBytes, etag, modified, versionId }: BlobProperties): StorageFile {
  const quoted = etag === undefined || etag.startsWith('"') ? etag : `"${etag}"`;
  const modifiedMs = modified === undefined ? undefined : Date.parse(modified);
  return {
    key,
    sizeBytes,
    etag: quoted,
    ...(quoted !== undefined && { checksum: { key: "etag", value: quoted } }),
    ...(versionId !== undefined && { versionId }),
    ...(modifiedMs !== undefined && !Number.isNaN(modifiedMs) && { modifiedMs }),
  };
}

/** What the head of an answer says of a blob. */
export function headProperties(headers: IncomingHttpHeaders, sizeBytes: number | undefined): BlobProperties {
  const versionId = headers["x-ms-version-id"];
  return {
    sizeBytes,
    etag: headers.etag,
    modified: headers["last-modified"],
    versionId: typeof versionId === "string" ? versionId : undefined,
  };
}

/** Accounts with a hierarchy of folders keep a blob for each of them. */
export function isFolderBlob(headers: IncomingHttpHeaders): boolean {
  return headers["x-ms-meta-hdi_isfolder"] === "true" || headers["x-ms-resource-type"] === "directory";
}
