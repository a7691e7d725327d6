import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";

/** One file of a tracked directory. */
export interface ManifestEntry {
  readonly relpath: RelPath;
  readonly oid: Oid;
}

/** A directory object (`.dir`): its files in the order of the code points of their paths, without duplicates. */
export type Manifest = readonly ManifestEntry[];
