import type { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { LinkType } from "../fs/link-type.ts";
import type { FileDigest } from "./file-digest.ts";
import type { ObjectStore } from "./object-store.ts";
import type { BatchOptions } from "./work/batch-options.ts";

/** What to create, and where. */
export interface CheckoutPlan {
  /** Absolute; created when needed, and followed if it is a link. Below it no link to a directory is followed. */
  readonly root: string;
  readonly items: readonly CheckoutItem[];
}

/** A file to create from an object. */
export interface CheckoutItem {
  /** Relative to the plan's root. */
  readonly relpath: RelPath;
  readonly oid: Oid;
  /** True: the owner may execute it. Default false. */
  readonly executable?: boolean;
}

/** Options of checkoutFiles. */
export interface CheckoutOptions extends BatchOptions {
  /** In order of preference; a type that the disks do not support is dropped. Default: the store's. */
  readonly linkTypes?: readonly LinkType[];
  /** True: a file or link in the way is replaced by rename, so that the path is never empty. Default false. */
  readonly replace?: boolean;
}

/** What checkoutFiles did. */
export interface CheckoutReport {
  /** In the order of the items; undefined for those that failed. */
  readonly placed: readonly (FileDigest | undefined)[];
  readonly failures: readonly CheckoutFailure[];
}

/** An item that could not be created. What was at its path is still there. */
export interface CheckoutFailure {
  readonly item: CheckoutItem;
  /** OBJECT_MISSING, OBJECT_CORRUPT, PATH_OCCUPIED, LINK_UNSUPPORTED or IO_FAILED. */
  readonly error: LodeError;
}

/**
 * Creates workspace files from objects, by link or by verified copy. Copies get mode 0666 less the umask, links stay
 * read-only; an empty object becomes a plain empty file instead of a hard link. Parent directories are created.
 *
 * It resolves at least 20 ms after the last file was written, so that a later edit always shows in the mtime.
 */
export function checkoutFiles(
  _store: ObjectStore,
  _plan: CheckoutPlan,
  _options: CheckoutOptions = {},
): Promise<CheckoutReport> {
  throw new Error("not built yet");
}
