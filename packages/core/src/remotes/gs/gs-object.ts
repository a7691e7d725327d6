import type { StorageFile } from "../storage/remote-storage.ts";

/** What the JSON API says of an object, as far as it was asked for. */
export interface GsObject {
  readonly name: string;
  /** Decimal digits. */
  readonly size?: string;
  /** In base64. */
  readonly etag?: string;
  /** In base64; absent for objects that were composed of others. */
  readonly md5Hash?: string;
  /** Decimal digits. */
  readonly generation?: string;
  readonly updated?: string;
}

/** The fields of a GsObject, as the parameter `fields` takes them. */
export const OBJECT_FIELDS = "name,size,etag,md5Hash,generation,updated";

/** What an object is to Lode. A content is known by its generation, which the service never gives twice. */
export function gsFile(key: string, { size, etag, generation, updated }: Omit<GsObject, "name">): StorageFile {
  const modifiedMs = updated === undefined ? undefined : Date.parse(updated);
  return {
    key,
    sizeBytes: size === undefined ? undefined : Number(size),
    etag: generation,
    versionId: generation,
    ...(etag !== undefined && { checksum: { key: "etag", value: etagDigits(etag), versionId: generation } }),
    ...(modifiedMs !== undefined && !Number.isNaN(modifiedMs) && { modifiedMs }),
  };
}

/** DVC writes the bytes of the ETag as hexadecimal digits. */
function etagDigits(etag: string): string {
  return Buffer.from(etag.replaceAll('"', ""), "base64").toString("hex");
}
