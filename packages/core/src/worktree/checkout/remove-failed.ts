import type { RunContext } from "../../base/events.ts";
import type { ManifestEntry } from "../../formats/manifest/manifest.ts";
import { removeEmptyDir } from "../../fs/remove-empty-dir.ts";
import type { DigestedScan } from "../digest/digested-scan.ts";
import { scanManifest } from "../digest/scan-manifest.ts";
import { rowFinder } from "../scan/find-row.ts";
import { absoluteDir } from "../scan/scan.ts";
import { type AppliedCheckout, placedPaths } from "./apply-checkout.ts";
import type { CheckoutPlan, Removal } from "./checkout-plan.ts";
import { missingOids } from "./find-unsaved.ts";
import { removalOf } from "./plan-draft.ts";
import { removeSeen } from "./remove-seen.ts";

/**
 * Removes an output whose checkout failed, as DVC does, so that nobody takes a part for the whole. But only files whose
 * content is in the store are removed: DVC also deletes the last copies of the others.
 *
 * @returns absolute paths of the files that stay
 * @throws IO_FAILED, CANCELLED
 */
export async function removeFailed(applied: AppliedCheckout, run: RunContext): Promise<readonly string[]> {
  const { region, request } = applied.plan;
  const current = currentFiles(applied.plan);
  const remaining = remainingFiles(applied);
  const missing = await missingOids(
    request.store,
    remaining.map(({ oid }) => oid),
    run,
  );
  const saved = remaining.filter(({ oid }) => !missing.has(oid)).map(({ relpath }) => relpath);
  const kept = remaining.filter(({ oid }) => missing.has(oid)).map(({ relpath }) => absoluteDir(region, relpath));
  const findRow = rowFinder(current?.scan.dirs ?? []);
  for (const relpath of saved) removeSeen(region.base, removalOf({ findRow }, relpath));
  for (const removal of placedRemovals(applied)) {
    if (!removeSeen(region.base, removal)) kept.push(absoluteDir(region, removal.relpath));
  }
  for (const relpath of foldersOf(applied)) removeEmptyDir(absoluteDir(region, relpath));
  request.memory?.statCache.save(request.memory.key, { gone: "all" });
  return kept;
}

/** The files that were created; of symbolic links it cannot be told whether they are still the same. */
function placedRemovals({ plan, placed: { files, digests } }: AppliedCheckout): readonly Removal[] {
  const areLinks = plan.request.store.linkTypes.includes("symlink");
  return files.flatMap(({ relpath }, row) => {
    if (digests.oids[row] === undefined) return [];
    const [ino = 0n, mtimeNs = 0n, size = 0] = [digests.inos[row], digests.mtimesNs[row], digests.sizes[row]];
    return [{ relpath, seen: areLinks ? undefined : { ino, mtimeNs, size } }];
  });
}

/** Nothing is created, and so nothing fails, where all files are as recorded. */
function currentFiles({ current }: CheckoutPlan): DigestedScan | undefined {
  return current === "same" ? undefined : current;
}

/** The files of the output that were there before and were neither removed nor replaced. */
function remainingFiles({ plan, placed }: AppliedCheckout): ManifestEntry[] {
  const current = currentFiles(plan);
  if (current === undefined) return [];
  const removed = [...plan.obstacles, ...plan.extras].map(({ relpath }) => relpath);
  const gone = new Set<string>([...removed, ...placedPaths(placed)]);
  return scanManifest(current).filter(({ relpath }) => !gone.has(relpath));
}

/** The folders of an output, deepest first, the output itself last if it is one. */
function foldersOf({ plan, placed }: AppliedCheckout): readonly string[] {
  const { region, request } = plan;
  const current = currentFiles(plan);
  const folders = new Set(current?.scan.kind === "dir" ? current.scan.dirs.map(({ relpath }) => relpath) : []);
  const wanted = [...placedPaths(placed), ...plan.create.map(({ relpath }) => relpath)];
  for (const relpath of wanted) {
    for (let slash = relpath.lastIndexOf("/"); slash > 0; slash = relpath.lastIndexOf("/", slash - 1)) {
      folders.add(relpath.slice(0, slash));
    }
  }
  if (request.recorded.kind === "dir") folders.add("");
  return [...folders].filter((folder) => isWithin(folder, region.relpath)).sort((a, b) => b.length - a.length);
}

function isWithin(folder: string, root: string): boolean {
  return root === "" || folder === root || folder.startsWith(`${root}/`);
}
