import { isDirOid } from "../../base/oid.ts";
import { manifestError, orderManifest } from "./check-manifest.ts";
import type { Manifest, ManifestEntry } from "./manifest.ts";

/**
 * Makes a Manifest of entries in any order.
 *
 * @param name the directory, for messages
 * @throws MANIFEST_INVALID if a path is there with two digests, is both a file and a folder, or has a manifest's digest
 */
export function buildManifest(entries: Iterable<ManifestEntry>, name: string): Manifest {
  const list = [...entries];
  const nested = list.find((entry) => isDirOid(entry.oid));
  if (nested !== undefined) {
    throw manifestError(name, `${JSON.stringify(nested.relpath)} is not a file`, { path: nested.relpath });
  }
  return orderManifest(list, name);
}
