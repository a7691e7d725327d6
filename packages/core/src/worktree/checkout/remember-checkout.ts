import type { DirDigests, FileStats } from "../../store/stat-cache/stat-cache.ts";
import { manifestObject } from "../digest/scan-manifest.ts";
import { rememberTree, statsByDir } from "../digest/tree-fact.ts";
import { type AppliedCheckout, type PlacedFiles, placedPaths } from "./apply-checkout.ts";
import { rememberShown } from "./checkout-completeness.ts";
import { finalRows } from "./final-rows.ts";

/**
 * Remembers the digests of the files of an output after its checkout, so that the next look at it need not read them.
 * Only the directories in which something changed are written.
 */
export function rememberCheckout(applied: AppliedCheckout): void {
  const { plan, placed } = applied;
  const { memory } = plan.request;
  const removed = [...plan.obstacles, ...plan.extras].map(({ relpath }) => relpath);
  const { current } = plan;
  if (memory === undefined || current === "same" || (placed.files.length === 0 && removed.length === 0)) return;
  if (memory.partial === true && current?.scan.kind !== "dir") return;
  const gone = new Set<string>(current === undefined ? [] : [...removed, ...placedPaths(placed)]);
  const kept = new Map(current?.dirs.map((dir) => [dir.dir.relpath, dir]));
  const dirs = new Map<string, DirDigests>();
  for (const [relpath, rows] of groupByDir(placed, removed)) {
    dirs.set(relpath, finalRows({ placed, rows, kept: kept.get(relpath), gone }));
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

/** The rows of the created files by directory, for each directory in which files were created or removed. */
function groupByDir({ files, digests }: PlacedFiles, removed: readonly string[]): Map<string, number[]> {
  const groups = new Map<string, number[]>();
  const groupOf = (relpath: string): number[] => {
    const dir = relpath.slice(0, Math.max(0, relpath.lastIndexOf("/")));
    const group = groups.get(dir) ?? [];
    groups.set(dir, group);
    return group;
  };
  for (const [row, { relpath }] of files.entries()) {
    if (digests.oids[row] !== undefined) groupOf(relpath).push(row);
  }
  for (const relpath of removed) groupOf(relpath);
  return groups;
}
