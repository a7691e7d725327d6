import type { Oid } from "../base/oid.ts";

/** A file that is in the store now. */
export interface StoredFile {
  readonly oid: Oid;
  readonly sizeBytes: number;
  /** Whether the store did not have it. */
  readonly isNew: boolean;
}
