import type { Oid } from "../base/oid.ts";
import type { Manifest } from "../formats/manifest/manifest.ts";
import type { ObjectStore } from "./object-store.ts";

/** What a store has under the id of a manifest. */
export type ManifestResult =
  | { readonly status: "ok"; readonly manifest: Manifest; readonly sizeBytes: number }
  | { readonly status: "missing" }
  | { readonly status: "corrupt"; readonly reason: string };

/**
 * Reads a manifest. Bytes that do not hash to its id, or are no valid manifest, are `corrupt`: to be treated as
 * missing. Nothing is changed on disk.
 *
 * @throws IO_FAILED if the object is there but cannot be read
 */
export function readManifest(_store: ObjectStore, _oid: Oid): Promise<ManifestResult> {
  throw new Error("not built yet");
}
