import type { Oid } from "../../base/oid.ts";
import type { ManifestEntry } from "../../formats/manifest/manifest.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import { type Row, rowFinder } from "../scan/find-row.ts";
import type { Region } from "../scan/region.ts";
import { absoluteDir } from "../scan/scan.ts";
import type { ChangeCounts, Endangered, PlannedFile, Removal } from "./checkout-plan.ts";

/** The lists of a plan while it is made. */
export interface PlanDraft {
  readonly region: Region;
  /** The mode of created files, if the output is a single one. */
  readonly executable: boolean;
  readonly findRow: (relpath: string) => Row | undefined;
  readonly obstacles: Removal[];
  readonly obstacleDirs: string[];
  readonly create: PlannedFile[];
  readonly replace: PlannedFile[];
  readonly extras: Removal[];
  readonly extraDirs: string[];
  readonly endangered: Endangered[];
  readonly counts: { -readonly [Key in keyof ChangeCounts]: number };
}

/** Starts a plan with nothing to do. */
export function makeDraft(region: Region, current: DigestedScan | undefined, executable: boolean): PlanDraft {
  return {
    region,
    executable,
    findRow: rowFinder(current?.scan.dirs ?? []),
    obstacles: [],
    obstacleDirs: [],
    create: [],
    replace: [],
    extras: [],
    extraDirs: [],
    endangered: [],
    counts: { added: 0, modified: 0, deleted: 0 },
  };
}

/** Names a file that will be removed, with what tells later that it is still the same. */
export function removalOf({ findRow }: Pick<PlanDraft, "findRow">, relpath: string): Removal {
  const found = findRow(relpath);
  if (found === undefined) return { relpath, seen: undefined };
  const { row, dir } = found;
  const { inos, mtimesNs, sizes } = dir.stats;
  const isLink = dir.links?.[row] === 1;
  if (isLink) return { relpath, seen: undefined };
  return { relpath, seen: { ino: inos[row] ?? 0n, mtimeNs: mtimesNs[row] ?? 0n, size: sizes[row] ?? 0 } };
}

/** Notes that the content of a file will be gone. */
export function endanger({ endangered, region }: PlanDraft, relpath: string, oid: Oid | undefined): void {
  endangered.push({ path: absoluteDir(region, relpath), oid });
}

/** A file to create, as its output wants it. The entry of a manifest is one, so that many of them cost nothing. */
export function plannedFile({ executable }: PlanDraft, entry: ManifestEntry): PlannedFile {
  return executable ? { ...entry, executable } : entry;
}
