import { isLodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import { parseManifest } from "../formats/manifest/parse-manifest.ts";
import { readBytesIfExists } from "../fs/read-text-if-exists.ts";
import { hashBytes } from "../hash/md5.ts";
import { expectMembers } from "./expect-members.ts";
import { digestOf, type ObjectStore, objectPath } from "./object-store.ts";

/** What a store has under the id of a manifest. */
export type ManifestResult =
  | { readonly status: "ok"; readonly manifest: Manifest; readonly sizeBytes: number }
  | { readonly status: "missing" }
  | { readonly status: "corrupt"; readonly reason: string };

/**
 * Reads a manifest. Bytes that do not hash to its id, or are no valid manifest, are `corrupt`: to be treated as
 * missing. Nothing is changed on disk.
 *
 * @param options `isWorkAhead`: true if all its members will be read or made, see expectFiles; default false
 * @throws IO_FAILED if the object is there but cannot be read
 */
export async function readManifest(
  store: ObjectStore,
  oid: Oid,
  options: { readonly isWorkAhead?: boolean } = {},
): Promise<ManifestResult> {
  const bytes = readBytesIfExists(objectPath(store, oid));
  if (bytes === undefined) return { status: "missing" };
  const actual = hashBytes(bytes, store.hashName);
  if (actual !== digestOf(oid)) return { status: "corrupt", reason: `its content hashes to ${actual}` };
  if (options.isWorkAhead === true) expectMembers(bytes);
  try {
    return { status: "ok", manifest: parseManifest(bytes, oid), sizeBytes: bytes.length };
  } catch (error) {
    if (isLodeError(error, "MANIFEST_INVALID")) return { status: "corrupt", reason: error.message };
    throw error;
  }
}
