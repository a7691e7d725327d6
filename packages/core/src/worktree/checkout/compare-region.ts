import { isRelPath } from "../../base/rel-path.ts";
import { diffManifests, type ManifestDiff } from "../../formats/manifest/diff-manifests.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { findManifestEntry } from "../../formats/manifest/manifest-subtree.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import { scanManifest } from "../digest/scan-manifest.ts";
import { isExecutable } from "../scan/mode-kind.ts";
import { type Region, regionPath } from "../scan/region.ts";
import type { NoScan, Scan } from "../scan/scan.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";
import type { CheckoutRequest } from "./checkout-request.ts";
import { placeDirs, placeFiles, placeOddities } from "./place-entries.ts";
import { endanger, makeDraft, type PlanDraft, plannedFile } from "./plan-draft.ts";
import { layOut, type RootOddity } from "./region-layout.ts";

/** What is there and what is wanted. */
export interface RegionComparison {
  readonly request: CheckoutRequest;
  readonly region: Region;
  readonly scan: Scan | NoScan;
  /** Whether nothing is at the path of the output. */
  readonly isNew: boolean;
  /** Undefined if there is nothing that can be hashed. */
  readonly current: DigestedScan | undefined;
  /** The recorded files of the region. */
  readonly wanted: Manifest;
}

/**
 * Compares what is there with what is wanted, and plans what has to be done.
 *
 * 1. What stands at the path of a tracked directory without being one has to go first.
 * 2. Files are compared by digest: added, changed, removed.
 * 3. What is no file (links, pipes, directories) makes room for a file or a needed directory, or is extra.
 * 4. On demand, unchanged files are made anew; a single file may lack its execute bit.
 */
export function compareRegion(comparison: RegionComparison, options: { readonly relink?: boolean }): CheckoutPlan {
  const { region, scan, wanted, request } = comparison;
  const blocked = isBlocked(scan, region);
  const current = blocked ? undefined : comparison.current;
  const executable = request.recorded.kind === "file" && request.recorded.executable;
  const draft = makeDraft(region, current, executable);
  if (blocked) clearBase(draft, comparison);

  const diff = diffManifests(current === undefined ? [] : scanManifest(current), wanted);
  const layout = layOut(current?.scan, blocked ? undefined : rootOddity(comparison), wanted);
  placeFiles(draft, layout, diff);
  placeOddities(draft, layout, (relpath) => isRelPath(relpath) && findManifestEntry(wanted, relpath) !== undefined);
  placeDirs(draft, layout);

  if (options.relink) relink(draft, wanted, diff);
  const makeExecutable = executable && lacksExecuteBit(comparison, diff) ? region.relpath : undefined;
  if (makeExecutable !== undefined) draft.counts.modified++;
  return finishPlan(draft, comparison, makeExecutable);
}

/** Whether something else, or nothing, is where a directory is recorded. */
function isBlocked(scan: Scan | NoScan, region: Region): boolean {
  return region.relpath === "" && scan.kind !== "dir";
}

function clearBase(draft: PlanDraft, { scan, current, region }: RegionComparison): void {
  if (scan.kind === "missing" && !scan.isLink) return;
  draft.obstacles.push({ relpath: "", seen: undefined });
  if (scan.kind === "missing") return;
  draft.endangered.push({ path: regionPath(region), oid: current?.dirs[0]?.oids[0] });
}

/** What was found at the path, if it is no file and no directory to be walked. */
function rootOddity({ region, scan, current }: RegionComparison): RootOddity | undefined {
  if (current !== undefined) return undefined;
  if (scan.kind === "missing") return scan.isLink ? { relpath: region.relpath, kind: "broken-link" } : undefined;
  return { relpath: region.relpath, kind: scan.kind === "dir" ? "linked-dir" : "special" };
}

function relink(draft: PlanDraft, wanted: Manifest, diff: ManifestDiff): void {
  // Where nothing was, as for a new import, all are made anyway.
  if (diff.added.length + diff.changed.length === wanted.length) return;
  const touched = new Set([...diff.added, ...diff.changed].map(({ relpath }) => relpath));
  for (const entry of wanted) {
    const { relpath, oid } = entry;
    if (touched.has(relpath)) continue;
    draft.replace.push(plannedFile(draft, entry));
    endanger(draft, relpath, oid);
  }
}

/** DVC sets the owner's bit where nobody has one; a bit that is not recorded stays. */
function lacksExecuteBit({ scan }: RegionComparison, diff: ManifestDiff): boolean {
  if (scan.kind !== "file" || diff.added.length > 0 || diff.changed.length > 0) return false;
  return !isExecutable(scan.dirs[0]?.stats.modes[0] ?? 0);
}

function finishPlan(
  draft: PlanDraft,
  { request, region, scan, isNew, current, wanted }: RegionComparison,
  makeExecutable: string | undefined,
): CheckoutPlan {
  const { counts, obstacles, obstacleDirs, create, replace, extras, extraDirs, endangered } = draft;
  const isTree = request.recorded.kind === "dir" && region.relpath === "";
  const isChanged = counts.added + counts.modified + counts.deleted > 0;
  return {
    request,
    region,
    current,
    wanted,
    obstacles,
    obstacleDirs,
    create,
    replace,
    extras,
    extraDirs,
    endangered,
    makeExecutable,
    makeBase: isTree && scan.kind !== "dir",
    change: changeOf({ isNew: isNew && (isTree || isChanged), isChanged: isChanged || isBlocked(scan, region) }),
    counts,
  };
}

function changeOf({ isNew, isChanged }: { isNew: boolean; isChanged: boolean }): CheckoutPlan["change"] {
  if (isNew) return "added";
  return isChanged ? "modified" : undefined;
}
