import type { ManifestDiff } from "../../formats/manifest/diff-manifests.ts";
import type { ManifestEntry } from "../../formats/manifest/manifest.ts";
import type { Oddity } from "../scan/scan.ts";
import { endanger, type PlanDraft, plannedFile, removalOf } from "./plan-draft.ts";
import { isInTheWay, type RegionLayout } from "./region-layout.ts";

/** Puts the differences between the files that are there and those that are wanted into a plan. */
export function placeFiles(draft: PlanDraft, layout: RegionLayout, diff: ManifestDiff): void {
  for (const entry of diff.added) addFile(draft, layout, entry);
  for (const { relpath, oldOid, newOid } of diff.changed) {
    draft.replace.push(plannedFile(draft, { relpath, oid: newOid }));
    draft.counts.modified++;
    endanger(draft, relpath, oldOid);
  }
  for (const entry of diff.removed) removeFile(draft, layout, entry);
}

function addFile(draft: PlanDraft, layout: RegionLayout, entry: ManifestEntry): void {
  const { relpath } = entry;
  const oddity = layout.oddities.get(relpath);
  const list = oddity === undefined ? draft.create : draft.replace;
  list.push(plannedFile(draft, entry));
  if (oddity === undefined && !layout.dirsInTheWay.has(relpath)) draft.counts.added++;
  else draft.counts.modified++;
  if (oddity === "special") endanger(draft, relpath, undefined);
}

function removeFile(draft: PlanDraft, layout: RegionLayout, { relpath, oid }: ManifestEntry): void {
  const blocksDir = layout.neededDirs.has(relpath);
  const list = blocksDir || isInTheWay(layout, relpath) ? draft.obstacles : draft.extras;
  list.push(removalOf(draft, relpath));
  if (!blocksDir) draft.counts.deleted++;
  endanger(draft, relpath, oid);
}

/**
 * Puts links and special files into a plan. One in the place of a wanted file is replaced together with it, and has
 * been dealt with. A link to a directory stays unless something has to be in its place: what it leads to is never touched.
 * Leftovers of killed commands go without being counted.
 */
export function placeOddities(draft: PlanDraft, layout: RegionLayout, isWanted: (relpath: string) => boolean): void {
  for (const [relpath, kind] of layout.oddities) {
    if (isWanted(relpath)) continue;
    const list = listFor(draft, layout, { relpath, kind });
    if (list === undefined) continue;
    list.push({ relpath, seen: undefined });
    if (kind !== "leftover" && !layout.neededDirs.has(relpath)) draft.counts.deleted++;
    if (kind === "special") endanger(draft, relpath, undefined);
  }
}

function listFor(
  draft: PlanDraft,
  layout: RegionLayout,
  { relpath, kind }: { readonly relpath: string; readonly kind: Oddity["kind"] },
): PlanDraft["obstacles"] | undefined {
  if (layout.neededDirs.has(relpath) || isInTheWay(layout, relpath)) return draft.obstacles;
  return kind === "linked-dir" ? undefined : draft.extras;
}

/** Puts the directories that nothing is wanted in into a plan, deepest first. */
export function placeDirs(draft: PlanDraft, layout: RegionLayout): void {
  for (const relpath of [...layout.dirs.keys()].toReversed()) {
    if (layout.neededDirs.has(relpath)) continue;
    if (layout.dirsInTheWay.has(relpath)) draft.obstacleDirs.push(relpath);
    else if (isInTheWay(layout, relpath)) {
      draft.obstacleDirs.push(relpath);
      draft.counts.deleted++;
    } else if (!layout.keptDirs.has(relpath)) {
      draft.extraDirs.push(relpath);
      draft.counts.deleted++;
    }
  }
}
