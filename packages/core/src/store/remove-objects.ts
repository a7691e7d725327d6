import { setImmediate as nextTurn } from "node:timers/promises";
import { LodeError } from "../base/lode-error.ts";
import { isDirOid, type Oid } from "../base/oid.ts";
import { ioError } from "../fs/io-error.ts";
import { lstatIfThere } from "../fs/move-file.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { removeIfThere } from "../fs/write-file-atomic.ts";
import type { BatchOptions } from "./jobs/batch-options.ts";
import { type ObjectStore, objectPath } from "./object-store.ts";

/**
 * Removes objects, manifests before all others, so that none is ever without its members. What is not there is passed
 * over. The caller has made sure that nothing needs them.
 * The folders `<manifest>.unpacked` of old DVC versions go with their manifest.
 *
 * @returns the number of objects and bytes that were removed
 * @throws IO_FAILED if the system refuses, CANCELLED; objects before it are gone
 */
export async function removeObjects(
  store: ObjectStore,
  oids: readonly Oid[],
  { signal }: Pick<BatchOptions, "signal"> = {},
): Promise<{ readonly objects: number; readonly bytes: number }> {
  const removed = { objects: 0, bytes: 0 };
  const ordered = [...oids.filter(isDirOid), ...oids.filter((oid) => !isDirOid(oid))];
  for (let start = 0; start < ordered.length; start += SLICE) {
    if (signal?.aborted) throw new LodeError("CANCELLED", "Cancelled", { cause: signal.reason });
    for (const oid of ordered.slice(start, start + SLICE)) {
      const bytes = removeObject(store, oid);
      if (bytes === undefined) continue;
      removed.objects++;
      removed.bytes += bytes;
    }
    await nextTurn();
  }
  return removed;
}

/** Some 15 ms of work. */
const SLICE = 500;

function removeObject(store: ObjectStore, oid: Oid): number | undefined {
  const path = objectPath(store, oid);
  try {
    if (isDirOid(oid)) removeTree(`${path}.unpacked`);
    const stat = lstatIfThere(path);
    if (stat === undefined) return undefined;
    removeIfThere(path);
    return Number(stat.size);
  } catch (error) {
    throw ioError({ action: "remove the object", path }, error);
  }
}
