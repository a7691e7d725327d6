import type { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { ObjectStore } from "./object-store.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/** What copyObjects did. */
export interface CopyReport {
  /** In the order of the request. An object that was already there counts as `present`. */
  readonly results: readonly CopyResult[];
  /** Bytes of the objects that were copied. */
  readonly sizeBytes: number;
}

/** What became of one object. `missing`: the source does not have it, or not with the right content. */
export interface CopyResult {
  readonly oid: Oid;
  readonly status: "copied" | "present" | "missing" | "failed";
  /** With `failed`, and with `missing` if the source's bytes were wrong. */
  readonly error?: LodeError;
}

/**
 * Copies objects from one store to another, hashing them on the way; none gets its name before its bytes are verified.
 * Order is the caller's: manifests belong in a later call than their members.
 */
export function copyObjects(
  _stores: { readonly from: ObjectStore; readonly to: ObjectStore },
  _oids: readonly Oid[],
  _options: BatchOptions = {},
): Promise<CopyReport> {
  throw new Error("not built yet");
}
