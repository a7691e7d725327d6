import type { Oid } from "../../base/oid.ts";
import type { Scan } from "../scan/scan.ts";
import type { DigestMemory } from "./digest-memory.ts";
import type { DigestedDir, DigestedScan } from "./digested-scan.ts";

/**
 * Enters what is remembered of the files that have not changed since; without a memory nothing.
 *
 * @param known what is remembered, if it is loaded already
 */
export function recallDigests(
  scan: Scan,
  memory: DigestMemory | undefined,
  known = memory?.statCache.load(memory.key),
): DigestedScan {
  const current = new Set(scan.dirs.map((dir) => dir.relpath));
  const dirs = scan.dirs.map((dir): DigestedDir => {
    const remembered = known?.get(dir.relpath);
    const count = dir.stats.names.length;
    const oids = remembered?.match(dir.stats).slice() ?? new Array<Oid | undefined>(count).fill(undefined);
    return { dir, oids, unsettled: new Set(), isChanged: (remembered?.count ?? 0) !== count };
  });
  const goneDirs = memory?.partial ? [] : [...(known?.keys() ?? [])].filter((relpath) => !current.has(relpath));
  return { scan, dirs, goneDirs };
}

/**
 * Remembers the digests of an output, replacing what was remembered of it. Only directories that changed are written.
 * Of a single file in a tracked directory nothing is remembered: its directory is remembered as a whole.
 */
export function rememberDigests(digested: DigestedScan, memory: DigestMemory | undefined): void {
  const changed = digested.dirs.filter((dir) => dir.isChanged);
  if (memory === undefined || (changed.length === 0 && digested.goneDirs.length === 0)) return;
  if (memory.partial && digested.scan.kind === "file") return;
  const dirs = new Map(changed.map((dir) => [dir.dir.relpath, { ...dir.dir.stats, oids: settledOids(dir) }]));
  memory.statCache.save(memory.key, { dirs, gone: digested.goneDirs });
}

function settledOids({ oids, unsettled }: DigestedDir): readonly (Oid | undefined)[] {
  return unsettled.size === 0 ? oids : oids.map((oid, row) => (unsettled.has(row) ? undefined : oid));
}
