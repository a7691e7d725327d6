import type { RunContext } from "../../base/events.ts";
import type { LodeError } from "../../base/lode-error.ts";
import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { checkoutFiles } from "../../store/checkout-files.ts";
import { needsRelink, probeLinkTypes } from "../../store/links.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { settle } from "../../store/settle.ts";
import { batchOptions } from "../batch-options.ts";
import { type DigestedScan, enterDigests, type RowList } from "../digest/digested-scan.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { absoluteDir, pathIn, type Scan } from "../scan/scan.ts";

/** What relinking needs. */
export interface RelinkContext {
  readonly store: ObjectStore;
  readonly run: RunContext;
}

/**
 * Replaces the files of a stored scan that are linked to their objects in another way than the store's link types ask
 * for, each by rename. The objects must be in the store.
 *
 * @returns the errors of files that could not be linked; those are still as they were
 */
export async function relinkScan(digested: DigestedScan, context: RelinkContext): Promise<readonly LodeError[]> {
  const { store, run } = context;
  // The object of a file of DVC 2.x may have other line ends than the file, which is then made anew, as in DVC.
  const isLegacyFile = digested.scan.kind === "file" && store.hashName !== "md5";
  if (!isLegacyFile && !mayNeedRelink(digested.scan, store)) return [];
  const rows = isLegacyFile ? { dirs: [0], rows: [0] } : rowsToRelink(digested, store);
  if (rows.rows.length === 0) return [];
  const { base } = digested.scan;
  try {
    const linkTypes = await probeLinkTypes(store, base);
    const items = relinkItems(digested, rows);
    const options = batchOptions({ task: "checkout", total: items.length }, run);
    const report = await checkoutFiles(store, { root: base, items }, { ...options, linkTypes, replace: true });
    enterDigests(digested, rows, report.placed);
    await settle();
    return report.failures.map(({ error }) => error);
  } catch (error) {
    if (isLodeError(error, "LINK_UNSUPPORTED")) return [error];
    throw error;
  }
}

/** Says whether a scan has files that are not plain copies, or whether copies are not allowed. */
export function mayNeedRelink({ dirs }: Scan, store: ObjectStore): boolean {
  return (
    !allowsCopies(store) || dirs.some(({ links, stats }) => links !== undefined || stats.nlinks.some((n) => n !== 1))
  );
}

function allowsCopies({ linkTypes }: ObjectStore): boolean {
  return linkTypes.some((type) => type === "copy" || type === "reflink");
}

/** A regular file with one link is fine wherever copies are allowed: most files need no look at the disk. */
function rowsToRelink({ scan, dirs }: DigestedScan, store: ObjectStore): RowList {
  const copiesAreFine = allowsCopies(store);
  const list: RowList = { dirs: [], rows: [] };
  for (const [index, { dir, oids }] of dirs.entries()) {
    for (const [row, oid] of oids.entries()) {
      const isCopy = dir.links?.[row] !== 1 && dir.stats.nlinks[row] === 1;
      if (oid === undefined || (isCopy && copiesAreFine)) continue;
      const path = `${absoluteDir(scan, dir.relpath)}/${dir.stats.names[row]}`;
      if (!needsRelink(store, { path, oid })) continue;
      list.dirs.push(index);
      list.rows.push(row);
    }
  }
  return list;
}

interface RelinkItem {
  readonly relpath: RelPath;
  readonly oid: Oid;
  readonly executable: boolean;
}

/** A single file keeps its execute bit; the members of a directory lose it when they are replaced, as in DVC. */
function relinkItems({ scan, dirs }: DigestedScan, list: RowList): RelinkItem[] {
  return list.rows.flatMap((row, i) => {
    const digested = dirs[list.dirs[i] ?? -1];
    const oid = digested?.oids[row];
    if (digested === undefined || oid === undefined) return [];
    const relpath = pathIn(digested.dir, digested.dir.stats.names[row] ?? "") as RelPath;
    return { relpath, oid, executable: scan.kind === "file" && isExecutable(digested.dir.stats.modes[row] ?? 0) };
  });
}
