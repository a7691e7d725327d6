import { join } from "node:path";
import type { Oid } from "../../base/oid.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import { temporaryName } from "../../fs/temporary-name.ts";
import { transferError } from "../../project/move-objects.ts";
import type { Project } from "../../project/project.ts";
import { tmpDir } from "../../project/project-lock.ts";
import type { BatchSize } from "../../remotes/cut-batches.ts";
import type { Remote } from "../../remotes/remote.ts";
import { addFiles } from "../../store/add-files.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import {
  type DigestedScan,
  enterDigests,
  type RowList,
  rowPaths,
  unknownRows,
} from "../../worktree/digest/digested-scan.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";
import { recallDigests } from "../../worktree/digest/recall-digests.ts";
import { fileState, treeState } from "../../worktree/digest/summarize-scan.ts";
import type { Scan } from "../../worktree/scan/scan.ts";

/** Where data is sent to. */
export interface SendContext {
  readonly remote: Remote;
  readonly context: MoveContext;
}

/** How much is copied at once: the room that sending takes on this machine, apart from a single larger file. */
export const PART_SIZE: BatchSize = { items: 5000, bytes: 256 << 20 };

/**
 * Sends files to a remote without keeping a copy: part by part, through a store that exists only meanwhile. The manifest
 * of a directory follows its members.
 *
 * @throws TRANSFER_FAILED, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED; what was sent stays there
 */
export async function sendScan(project: Project, scan: Scan, { remote, context }: SendContext): Promise<OutputState> {
  const store = passingStore(project);
  const { dir } = store;
  const digested = recallDigests(scan, undefined);
  try {
    for (const part of parts(digested)) {
      const digests = await addFiles(store, rowPaths(digested, part), context.signal ? { signal: context.signal } : {});
      enterDigests(digested, part, digests);
      await sendObjects(
        { store, remote, context },
        digests.oids.flatMap((oid) => oid ?? []),
      );
      removeTree(dir);
    }
    if (scan.kind === "file") return fileState(digested);
    const { state, object } = treeState(digested);
    await putBytes(store, object.oid, object.bytes);
    await sendObjects({ store, remote, context }, [object.oid]);
    return state;
  } finally {
    removeTree(dir);
  }
}

/** Cuts the files into parts that do not take much room. */
function* parts(digested: DigestedScan): Generator<RowList> {
  const { dirs, rows } = unknownRows(digested);
  let part: RowList = { dirs: [], rows: [] };
  let bytes = 0;
  for (const [i, row] of rows.entries()) {
    const index = dirs[i] ?? 0;
    const sizeBytes = digested.scan.dirs[index]?.stats.sizes[row] ?? 0;
    const isFull = part.rows.length >= PART_SIZE.items || bytes + sizeBytes > PART_SIZE.bytes;
    if (isFull && part.rows.length > 0) {
      yield part;
      part = { dirs: [], rows: [] };
      bytes = 0;
    }
    part.dirs.push(index);
    part.rows.push(row);
    bytes += sizeBytes;
  }
  if (part.rows.length > 0) yield part;
}

/** A store for what is only passed on; whoever uses it removes its folder. */
export function passingStore(project: Project): ObjectStore {
  return { dir: join(tmpDir(project), "lode", temporaryName()), hashName: "md5", linkTypes: ["copy"] };
}

/** Sends objects of a store. @throws TRANSFER_FAILED unless all arrive, or are there already */
export async function sendObjects(
  { store, remote, context }: SendContext & { readonly store: ObjectStore },
  oids: readonly Oid[],
): Promise<void> {
  const { transferred, missing, failed } = await remote.pushFrom(store, [...new Set(oids)], context);
  if (failed.length > 0 || missing.length > 0) {
    throw transferError("send data to the remote", { transferred, missing, failed });
  }
}
