import type { RunContext } from "../../base/events.ts";
import { defaultRetries, retryPassing } from "../retry-passing.ts";
import { allMd5 } from "./oids-in-folder.ts";
import type { RemoteStorage, StorageEntry, UnfinishedFile } from "./remote-storage.ts";

/** An upload that writes nothing for so long is not under way any more: connections end after minutes. */
const BROKEN_AFTER_MS = 24 * 60 * 60_000;

/**
 * Finds the files that uploads of objects have left that were killed at least a day ago, by the clock of the storage.
 *
 * @returns their keys
 * @throws what the storage throws
 */
export async function findBroken(storage: RemoteStorage, run: RunContext): Promise<readonly string[]> {
  const find = async () => (await storage.unfinished?.(allMd5.folder, run)) ?? [];
  const found = await retryPassing(find, defaultRetries, run.signal);
  return found.filter(({ idleMs = 0 }) => idleMs >= BROKEN_AFTER_MS).map(({ key }) => key);
}

/**
 * The files of a listing as what uploads are writing or have left.
 *
 * @param nowMs what the clock of the storage says; undefined if that is not known
 */
export function unfinishedFiles(
  entries: readonly StorageEntry[],
  nowMs: number | undefined,
): readonly UnfinishedFile[] {
  return entries.map((entry) => {
    const modifiedMs = entry.kind === "file" ? entry.modifiedMs : undefined;
    const isKnown = modifiedMs !== undefined && nowMs !== undefined;
    return { key: entry.key, idleMs: isKnown ? nowMs - modifiedMs : undefined };
  });
}
