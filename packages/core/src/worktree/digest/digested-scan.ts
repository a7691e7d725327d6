import type { Oid } from "../../base/oid.ts";
import type { FileDigests } from "../../store/file-digests.ts";
import { absoluteDir, type Scan, type ScannedDir } from "../scan/scan.ts";

/** A scan whose files are being hashed; complete when every row has a digest. */
export interface DigestedScan {
  readonly scan: Scan;
  /** In the order of the scan's directories. */
  readonly dirs: readonly DigestedDir[];
  /** Directories that are remembered but are not there any more. */
  readonly goneDirs: readonly string[];
}

/** The digests of one directory's files. */
export interface DigestedDir {
  readonly dir: ScannedDir;
  /** Row by row. */
  readonly oids: (Oid | undefined)[];
  /** Rows whose digest must not be remembered, since the file could change without a trace; see FileDigests. */
  readonly unsettled: Set<number>;
  /** Whether the rows differ from what is remembered. */
  isChanged: boolean;
}

/** Rows of a scan: row `rows[i]` of directory `dirs[i]`. */
export interface RowList {
  readonly dirs: number[];
  readonly rows: number[];
}

/** The absolute paths of some rows; those of a directory share the memory of its path. */
export function rowPaths({ scan }: DigestedScan, { dirs, rows }: RowList): string[] {
  const folders = scan.dirs.map(({ relpath }) => `${absoluteDir(scan, relpath)}/`);
  return dirs.map((index, i) => `${folders[index]}${scan.dirs[index]?.stats.names[rows[i] ?? -1]}`);
}

/** Finds the rows that have no digest. */
export function unknownRows(digested: DigestedScan): RowList {
  const list: RowList = { dirs: [], rows: [] };
  for (const [index, { oids }] of digested.dirs.entries()) {
    for (let row = oids.indexOf(undefined); row >= 0; row = oids.indexOf(undefined, row + 1)) {
      list.dirs.push(index);
      list.rows.push(row);
    }
  }
  return list;
}

/**
 * Enters the digests of files, with what `stat` said of them while they were read or written: it may be newer than
 * the scan.
 *
 * @param digests of the rows, in their order; nothing is entered where there is none
 */
export function enterDigests(digested: DigestedScan, { dirs, rows }: RowList, digests: FileDigests): void {
  for (let i = 0; i < rows.length; i++) {
    const into = digested.dirs[dirs[i] ?? -1];
    if (into !== undefined && digests.oids[i] !== undefined) enter(into, rows[i] ?? 0, { digests, i });
  }
}

function enter(into: DigestedDir, row: number, { digests, i }: DigestPlace): void {
  const { stats } = into.dir;
  stats.sizes[row] = digests.sizes[i] ?? 0;
  stats.mtimesNs[row] = digests.mtimesNs[i] ?? 0n;
  stats.inos[row] = digests.inos[i] ?? 0n;
  stats.modes[row] = digests.modes[i] ?? 0;
  stats.nlinks[row] = digests.nlinks[i] ?? 0;
  into.oids[row] = digests.oids[i];
  into.isChanged = true;
  if (digests.settled[i] === 1) into.unsettled.delete(row);
  else into.unsettled.add(row);
}

interface DigestPlace {
  readonly digests: FileDigests;
  readonly i: number;
}

/** The sum of the sizes of all files. */
export function totalSize({ scan }: DigestedScan): number {
  let total = 0;
  for (const { stats } of scan.dirs) {
    for (const size of stats.sizes) total += size;
  }
  return total;
}
