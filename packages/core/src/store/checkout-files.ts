import { LodeError } from "../base/lode-error.ts";
import type { Oid } from "../base/oid.ts";
import type { RelPath } from "../base/rel-path.ts";
import { realDirsBelow } from "../fs/ensure-real-dirs.ts";
import type { LinkType } from "../fs/link-type.ts";
import { unpackError } from "../hash/thread-error.ts";
import { copyDigests, type FileDigests, makeDigests, spreadDigests } from "./file-digests.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { runItems } from "./jobs/run-items.ts";
import type { ObjectStore } from "./object-store.ts";

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
  /** Told of each item that could not be created. Default: all are kept in the report; a million of them take 400 MB. */
  readonly onFailure?: (failure: CheckoutFailure) => void;
}

/** What checkoutFiles did. */
export interface CheckoutReport {
  /** In the order of the items; those that failed have no digest. */
  readonly placed: FileDigests;
  /** Empty if `onFailure` is told of them. */
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
 * The digests count as settled: whoever remembers them calls settle() before the work tree is given back to its user.
 *
 * @throws CANCELLED, and what `onFailure` throws; what is wrong with single items is in the failures
 */
export async function checkoutFiles(
  store: ObjectStore,
  plan: CheckoutPlan,
  options: CheckoutOptions = {},
): Promise<CheckoutReport> {
  const { linkTypes = store.linkTypes, replace = false } = options;
  const { root } = plan;
  const failures: CheckoutFailure[] = [];
  const { onFailure = (failure) => void failures.push(failure) } = options;
  const fail = (item: CheckoutItem | undefined, error: unknown): void => {
    if (!(error instanceof LodeError) || item === undefined) throw error;
    onFailure({ item, error });
  };
  const rows = rowsWithParents(plan, fail);
  const isWhole = rows.length === plan.items.length;
  const items = isWhole ? plan.items : rows.flatMap((row) => plan.items[row] ?? []);
  const placed = makeDigests(items.length);
  await runItems(
    {
      items,
      makeJob: (part) => ({ kind: "checkout", store, root, linkTypes, replace, items: part }),
      onReply: (start, { done, digests, errors }) => {
        if (digests !== undefined) copyDigests(digests, placed, { start, count: done });
        for (const { index, error } of errors) fail(items[start + index], unpackError(error));
      },
    },
    options,
  );
  return { placed: isWhole ? placed : spreadDigests(placed, rows, plan.items.length), failures };
}

/** Creates the parent directories. Gives the positions of the items that have one; the others are failures. */
function rowsWithParents(
  { root, items }: CheckoutPlan,
  fail: (item: CheckoutItem, error: unknown) => void,
): readonly number[] {
  const ensure = realDirsBelow(root);
  const rows: number[] = [];
  // Items come folder by folder, so most of them have the folder of the one before.
  let made: string | undefined;
  for (const [row, item] of items.entries()) {
    try {
      const length = Math.max(0, item.relpath.lastIndexOf("/"));
      if (length !== made?.length || !item.relpath.startsWith(made)) {
        made = undefined;
        const dir = item.relpath.slice(0, length);
        ensure(dir);
        made = dir;
      }
      rows.push(row);
    } catch (error) {
      fail(item, error);
    }
  }
  return rows;
}
