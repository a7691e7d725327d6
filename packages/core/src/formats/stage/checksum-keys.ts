import type { ChecksumKey } from "./output-entry.ts";

const SCHEME = /^([A-Za-z][A-Za-z0-9+.-]*):\/\//;

const ETAG_FIRST: readonly ChecksumKey[] = ["etag", "md5", "checksum"];
const CHECKSUM_FIRST: readonly ChecksumKey[] = ["checksum", "md5", "etag"];
const MD5_FIRST: readonly ChecksumKey[] = ["md5", "etag", "checksum"];

const BY_SCHEME: ReadonlyMap<string, readonly ChecksumKey[]> = new Map([
  ...["s3", "gs", "azure", "oss", "webdav", "webdavs", "remote"].map((scheme) => [scheme, ETAG_FIRST] as const),
  ...["http", "https", "hdfs", "webhdfs", "gdrive"].map((scheme) => [scheme, CHECKSUM_FIRST] as const),
]);

/**
 * The keys by which the content of a path is known, the one that counts first: a storage service has its own kind of
 * checksum, everything else has an md5.
 */
export function checksumKeys(path: string): readonly ChecksumKey[] {
  const scheme = SCHEME.exec(path)?.[1]?.toLowerCase() ?? "";
  return BY_SCHEME.get(scheme) ?? MD5_FIRST;
}

/** Says whether a path names something by itself: absolute, or a URL. Its checksum is then never of DVC 2's kind. */
export function isExternalPath(path: string): boolean {
  return path.startsWith("/") || SCHEME.test(path);
}

/** Says whether a path is on a remote that the configuration names, so that it does not tell the kind of its checksum. */
export function isReference(path: string): boolean {
  return SCHEME.exec(path)?.[1]?.toLowerCase() === "remote";
}
