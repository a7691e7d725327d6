import { orderOf } from "../../base/code-point-order.ts";
import type { DirDigests, FileStats } from "../../store/stat-cache/stat-cache.ts";
import type { DigestedDir } from "../digest/digested-scan.ts";
import { pathIn } from "../scan/scan.ts";
import type { PlacedFiles } from "./apply-checkout.ts";

/** What a directory consists of after a checkout. */
export interface RowSources {
  readonly placed: PlacedFiles;
  /** Its created files. */
  readonly rows: readonly number[];
  /** What was in it before. */
  readonly kept: DigestedDir | undefined;
  /** Paths whose old rows do not hold any more. */
  readonly gone: ReadonlySet<string>;
}

/** Makes the rows of a directory after a checkout, in the order of its names. */
export function finalRows({ placed: { files, digests }, rows, kept, gone }: RowSources): DirDigests {
  const names = rows.map((row) => nameOf(files[row]?.relpath ?? ""));
  const oids = rows.map((row) => (digests.settled[row] === 1 ? digests.oids[row] : undefined));
  const created = { names, oids, ...takeStats(digests, rows) };
  const all = kept === undefined ? created : joined(created, keptRows(kept, gone));
  return inOrder(all);
}

function nameOf(relpath: string): string {
  return relpath.slice(relpath.lastIndexOf("/") + 1);
}

type Stats = Omit<FileStats, "names">;

/** Rows that follow each other, as those of a new directory do, are copied at once, without an object for each number. */
function takeStats({ sizes, mtimesNs, inos }: Stats, rows: readonly number[]): Stats {
  const [start = 0] = rows;
  const end = start + rows.length;
  if (rows.every((row, i) => row === start + i)) {
    return { sizes: sizes.slice(start, end), mtimesNs: mtimesNs.slice(start, end), inos: inos.slice(start, end) };
  }
  return {
    sizes: Float64Array.from(rows, (row) => sizes[row] ?? 0),
    mtimesNs: BigInt64Array.from(rows, (row) => mtimesNs[row] ?? 0n),
    inos: BigUint64Array.from(rows, (row) => inos[row] ?? 0n),
  };
}

function keptRows({ dir, oids, unsettled }: DigestedDir, gone: ReadonlySet<string>): DirDigests {
  const { stats } = dir;
  const rows = stats.names.flatMap((name, row) => (gone.has(pathIn(dir, name)) ? [] : [row]));
  return {
    names: rows.map((row) => stats.names[row] ?? ""),
    oids: rows.map((row) => (unsettled.has(row) ? undefined : oids[row])),
    ...takeStats(stats, rows),
  };
}

function joined(a: DirDigests, b: DirDigests): DirDigests {
  const length = a.names.length + b.names.length;
  return {
    names: [...a.names, ...b.names],
    oids: [...a.oids, ...b.oids],
    sizes: concat(new Float64Array(length), a.sizes, b.sizes),
    mtimesNs: concat(new BigInt64Array(length), a.mtimesNs, b.mtimesNs),
    inos: concat(new BigUint64Array(length), a.inos, b.inos),
  };
}

function concat<Column extends { set(from: Column, start: number): void; readonly length: number }>(
  into: Column,
  a: Column,
  b: Column,
): Column {
  into.set(a, 0);
  into.set(b, a.length);
  return into;
}

/** Of a new directory the rows are in order already. */
function inOrder(rows: DirDigests): DirDigests {
  const { names } = rows;
  const order = orderOf(names);
  if (names.every((name, i) => i === 0 || order(names[i - 1] ?? "", name) < 0)) return rows;
  const places = names.map((_name, place) => place).sort((a, b) => order(names[a] ?? "", names[b] ?? ""));
  return {
    names: places.map((place) => names[place] ?? ""),
    oids: places.map((place) => rows.oids[place]),
    ...takeStats(rows, places),
  };
}
