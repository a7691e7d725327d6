import type { Oid } from "../../base/oid.ts";
import type { FileDigest } from "../../store/file-digest.ts";
import type { DirDigests } from "../../store/stat-cache/stat-cache.ts";
import type { DigestedDir } from "../digest/digested-scan.ts";
import { pathIn } from "../scan/scan.ts";
import type { AppliedCheckout } from "./apply-checkout.ts";

/**
 * Remembers the digests of the files of an output after its checkout, so that the next look at it need not read them.
 * Only the directories in which something changed are written.
 */
export function rememberCheckout({ plan, placed }: AppliedCheckout): void {
  const { memory } = plan.request;
  const removed = [...plan.obstacles, ...plan.extras].map(({ relpath }) => relpath);
  if (memory === undefined || (placed.size === 0 && removed.length === 0)) return;
  if (memory.partial === true && plan.current?.scan.kind !== "dir") return;
  const gone = new Set<string>([...removed, ...placed.keys()]);
  const kept = new Map(plan.current?.dirs.map((dir) => [dir.dir.relpath, dir]));
  const dirs = new Map<string, DirDigests>();
  for (const [relpath, created] of groupByDir(placed, removed)) {
    dirs.set(relpath, finalRows({ kept: kept.get(relpath), created, gone }));
  }
  const goneDirs = [...plan.obstacleDirs, ...plan.extraDirs].filter((relpath) => !dirs.has(relpath));
  const wasThere = plan.current !== undefined;
  memory.statCache.save(memory.key, { dirs, gone: wasThere || memory.partial ? goneDirs : "all" });
}

type Created = [name: string, digest: FileDigest];

/** The created files of each directory in which files were created or removed. */
function groupByDir(placed: ReadonlyMap<string, FileDigest>, removed: readonly string[]): Map<string, Created[]> {
  const groups = new Map<string, Created[]>();
  const groupOf = (relpath: string, slash: number): Created[] => {
    const dir = slash < 0 ? "" : relpath.slice(0, slash);
    const group = groups.get(dir) ?? [];
    groups.set(dir, group);
    return group;
  };
  for (const [relpath, digest] of placed) {
    const slash = relpath.lastIndexOf("/");
    groupOf(relpath, slash).push([relpath.slice(slash + 1), digest]);
  }
  for (const relpath of removed) groupOf(relpath, relpath.lastIndexOf("/"));
  return groups;
}

interface RowSources {
  readonly kept: DigestedDir | undefined;
  readonly created: readonly Created[];
  /** Paths whose old rows do not hold any more. */
  readonly gone: ReadonlySet<string>;
}

interface Row {
  readonly name: string;
  readonly sizeBytes: number;
  readonly mtimeNs: bigint;
  readonly ino: bigint;
  readonly oid: Oid | undefined;
}

function finalRows({ kept, created, gone }: RowSources): DirDigests {
  const rows: Row[] = created.map(([name, digest]) => ({
    name,
    sizeBytes: digest.sizeBytes,
    mtimeNs: digest.mtimeNs,
    ino: digest.ino,
    oid: digest.settled ? digest.oid : undefined,
  }));
  if (kept !== undefined) rows.push(...keptRows(kept, gone));
  rows.sort((a, b) => (a.name < b.name ? -1 : 1));
  return {
    names: rows.map((row) => row.name),
    sizes: Float64Array.from(rows, (row) => row.sizeBytes),
    mtimesNs: BigInt64Array.from(rows, (row) => row.mtimeNs),
    inos: BigUint64Array.from(rows, (row) => row.ino),
    oids: rows.map((row) => row.oid),
  };
}

function* keptRows({ dir, oids, unsettled }: DigestedDir, gone: ReadonlySet<string>): Generator<Row> {
  const { names, sizes, mtimesNs, inos } = dir.stats;
  for (const [row, name] of names.entries()) {
    if (gone.has(pathIn(dir, name))) continue;
    const oid = unsettled.has(row) ? undefined : oids[row];
    yield { name, sizeBytes: sizes[row] ?? 0, mtimeNs: mtimesNs[row] ?? 0n, ino: inos[row] ?? 0n, oid };
  }
}
