import type { RunContext } from "../../base/events.ts";
import type { Oid } from "../../base/oid.ts";
import { removeEmptyDir } from "../../fs/remove-empty-dir.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import type { StatCache } from "../../store/stat-cache/stat-cache.ts";
import { missingOids } from "../checkout/find-unsaved.ts";
import { removalOf } from "../checkout/plan-draft.ts";
import { removeSeen } from "../checkout/remove-seen.ts";
import { memoryKey } from "../digest/digest-memory.ts";
import { unknownRows } from "../digest/digested-scan.ts";
import { recallDigests } from "../digest/recall-digests.ts";
import { manifestObject, scanManifest } from "../digest/scan-manifest.ts";
import { rowFinder } from "../scan/find-row.ts";
import { dirRegion } from "../scan/region.ts";
import { absoluteDir, isScan, pathIn, type Scan, type ScannedDir } from "../scan/scan.ts";
import { scanRegion } from "../scan/scan-region.ts";
import type { WalkScope } from "../scan/walk-scope.ts";
import type { CreatedOutput } from "./created-outputs.ts";

/** What is needed to judge a recorded output. */
export interface ObsoleteContext {
  readonly statCache: StatCache;
  /** Where the output's content has to be before it may be removed. */
  readonly store: ObjectStore;
  /** Absolute path of the output. */
  readonly fullPath: string;
  /** The rules in the folder that holds it. */
  readonly scope: WalkScope;
  readonly run: RunContext;
}

/**
 * Looks at an output that no stage has any more. It is given back, to be removed, only if it is as it was created and
 * its content is in the store. Nothing is hashed: what the stat cache does not know counts as modified.
 *
 * @throws IO_FAILED, CANCELLED
 */
export async function findObsolete(output: CreatedOutput, context: ObsoleteContext): Promise<Scan | undefined> {
  const { fullPath, scope, run, statCache, store } = context;
  const stat = statIfThere(fullPath);
  if (stat === undefined || stat.ino !== output.ino) return undefined;
  const scan = await scanRegion(dirRegion(fullPath), {
    scope,
    ...(run.signal === undefined ? {} : { signal: run.signal }),
  });
  if (!isScan(scan) || scan.kind !== output.kind) return undefined;
  if (scan.kind === "file" && scan.dirs[0]?.stats.mtimesNs[0] !== output.mtimeNs) return undefined;
  const oids = scan.kind === "file" ? [output.oid] : treeOids(scan, output, statCache);
  if (oids === undefined) return undefined;
  const missing = await missingOids(store, oids, run);
  return missing.size === 0 ? scan : undefined;
}

/** The members of a directory that is as it was created. */
function treeOids(scan: Scan, output: CreatedOutput, statCache: StatCache): readonly Oid[] | undefined {
  const digested = recallDigests(scan, { statCache, key: memoryKey(output.hashName, output.path) });
  if (unknownRows(digested).rows.length > 0) return undefined;
  const { oid, manifest } = manifestObject(scanManifest(digested));
  return oid === output.oid ? manifest.map((entry) => entry.oid) : undefined;
}

/**
 * Removes what findObsolete gave back. Ignored files stay, and the directories that they are in.
 *
 * @throws IO_FAILED
 */
export function removeObsolete(scan: Scan): void {
  removeDirs(scan, () => undefined);
}

/**
 * Removes all that was scanned, and links to nothing among it. Ignored files, links to directories and special files
 * stay, and the directories that they are in.
 *
 * @throws IO_FAILED
 */
export function removeScanned(scan: Scan): void {
  removeDirs(scan, (dir) => {
    for (const { name, kind } of dir.oddities) {
      if (kind === "broken-link") removeSeen(scan.base, { relpath: pathIn(dir, name), seen: undefined });
    }
  });
}

function removeDirs(scan: Scan, removeOthers: (dir: ScannedDir) => void): void {
  const findRow = rowFinder(scan.dirs);
  for (const dir of scan.dirs.toReversed()) {
    for (const name of dir.stats.names) removeSeen(scan.base, removalOf({ findRow }, pathIn(dir, name)));
    removeOthers(dir);
    if (scan.kind === "dir") removeEmptyDir(absoluteDir(scan, dir.relpath));
  }
}
