import type { Oid } from "../../base/oid.ts";
import type { FileDigest } from "../../store/file-digest.ts";
import type { DirDigests, FileStats } from "../../store/stat-cache/stat-cache.ts";
import type { DigestedDir } from "../digest/digested-scan.ts";
import { manifestObject } from "../digest/scan-manifest.ts";
import { rememberTree, statsByDir } from "../digest/tree-fact.ts";
import { nameOrder } from "../scan/name-order.ts";
import { pathIn } from "../scan/scan.ts";
import type { AppliedCheckout } from "./apply-checkout.ts";
import { rememberShown } from "./checkout-completeness.ts";

/**
 * Remembers the digests of the files of an output after its checkout, so that the next look at it need not read them.
 * Only the directories in which something changed are written.
 */
export function rememberCheckout(applied: AppliedCheckout): void {
  const { plan, placed } = applied;
  const { memory } = plan.request;
  const removed = [...plan.obstacles, ...plan.extras].map(({ relpath }) => relpath);
  const { current } = plan;
  if (memory === undefined || current === "same" || (placed.size === 0 && removed.length === 0)) return;
  if (memory.partial === true && current?.scan.kind !== "dir") return;
  const gone = new Set<string>([...removed, ...placed.keys()]);
  const kept = new Map(current?.dirs.map((dir) => [dir.dir.relpath, dir]));
  const dirs = new Map<string, DirDigests>();
  for (const [relpath, created] of groupByDir(placed, removed)) {
    dirs.set(relpath, finalRows({ kept: kept.get(relpath), created, gone }));
  }
  const goneDirs = [...plan.obstacleDirs, ...plan.extraDirs].filter((relpath) => !dirs.has(relpath));
  const wasThere = current !== undefined;
  memory.statCache.save(memory.key, { dirs, gone: wasThere || memory.partial ? goneDirs : "all" });
  rememberFinalTree(applied, dirs, new Set(goneDirs));
  rememberShown(plan, applied.stamp);
}

/**
 * Remembers that the directory is as recorded, unless something was left as it was, or the recorded listing is not
 * written as DVC writes them: the files then never hash to its id.
 */
function rememberFinalTree(
  { plan, left }: AppliedCheckout,
  touched: ReadonlyMap<string, DirDigests>,
  gone: ReadonlySet<string>,
): void {
  const { current, request } = plan;
  if (request.recorded.kind !== "dir" || current === "same" || left.length > 0 || request.memory?.partial) return;
  const stats = new Map<string, FileStats>(current?.scan.kind === "dir" ? statsByDir(current.scan) : []);
  for (const [relpath, rows] of touched) stats.set(relpath, rows);
  for (const relpath of gone) stats.delete(relpath);
  const areSettled = [...touched.values()].every(({ oids }) => !oids.includes(undefined));
  if (!areSettled || current?.dirs.some(({ unsettled }) => unsettled.size > 0)) return;
  let sizeBytes = 0;
  let files = 0;
  for (const { sizes } of stats.values()) {
    files += sizes.length;
    for (const size of sizes) sizeBytes += size;
  }
  if (plan.wanted === undefined || manifestObject(plan.wanted).oid !== request.recorded.oid) return;
  rememberTree(stats, { kind: "dir", oid: request.recorded.oid, sizeBytes, files }, request.memory);
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
  const order = nameOrder(rows.map(({ name }) => name));
  rows.sort((a, b) => order(a.name, b.name));
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
