import { appendAll } from "../../base/append-all.ts";
import type { RunContext } from "../../base/events.ts";
import { isLodeError, type LodeError } from "../../base/lode-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { removeEmptyDir } from "../../fs/remove-empty-dir.ts";
import { trySetMode } from "../../fs/set-mode.ts";
import { type CheckoutFailure, checkoutFiles } from "../../store/checkout-files.ts";
import { type FileDigests, joinDigests } from "../../store/file-digests.ts";
import { type StoreStamp, settledStamp } from "../../store/store-stamp.ts";
import { batchOptions } from "../batch-options.ts";
import { absoluteDir } from "../scan/scan.ts";
import { completenessShownBy } from "./checkout-completeness.ts";
import type { CheckoutPlan, PlannedFile, Removal } from "./checkout-plan.ts";
import { removeSeen } from "./remove-seen.ts";

/** The files that a plan creates and replaces. */
export interface PlacedFiles {
  readonly files: readonly PlannedFile[];
  /** In the order of the files; one without a digest could not be created. */
  readonly digests: FileDigests;
}

/** Says whether all that an error tells is that content is not recorded, or is neither in the cache nor where it was looked for. */
export function isMissingContent(error: unknown): boolean {
  return isLodeError(error, "OBJECT_MISSING", "MANIFEST_MISSING", "OUTPUT_UNKNOWN_STATE");
}

/** More reasons than these are not shown. */
const MAX_FAILURES = 10;

/** What became of a plan. */
export interface AppliedCheckout {
  readonly plan: CheckoutPlan;
  readonly placed: PlacedFiles;
  /** Why files could not be created: ten of the reasons, of which there may be a million; see enterReason. */
  readonly failures: readonly LodeError[];
  /** Absolute paths of what was not touched: it appeared or changed since it was looked at, or is ignored. */
  readonly left: readonly string[];
  /** What the store looked like before; undefined unless the object of every file of the output was found in it. */
  readonly stamp: StoreStamp | undefined;
}

/**
 * Carries out a plan.
 *
 * 1. What stands in the way of directories and files to create is removed.
 * 2. Files are created, or replaced by rename.
 * 3. Files and directories that the record does not have are removed.
 *
 * Everything that is removed was found to be in the store, or the user insisted; see findUnsaved.
 *
 * @throws IO_FAILED if something cannot be removed, CANCELLED
 */
export async function applyCheckout(plan: CheckoutPlan, run: RunContext): Promise<AppliedCheckout> {
  const { base } = plan.region;
  const left = removeAll(base, plan.obstacles);
  for (const relpath of plan.obstacleDirs) removeEmptyDir(absoluteDir({ base }, relpath));
  if (plan.makeBase) ensureDir(base);

  const stamp = completenessShownBy(plan) === undefined ? undefined : await settledStamp(plan.request.store);
  const { placed, failures, occupied } = await createFiles(plan, run);

  appendAll(left, occupied);
  appendAll(left, removeAll(base, plan.extras));
  for (const relpath of plan.extraDirs) removeEmptyDir(absoluteDir({ base }, relpath));
  if (plan.makeExecutable !== undefined) addExecuteBit(absoluteDir({ base }, plan.makeExecutable));
  return { plan, placed, failures, left, stamp: placed.digests.oids.includes(undefined) ? undefined : stamp };
}

function removeAll(base: string, removals: readonly Removal[]): string[] {
  return removals.filter((removal) => !removeSeen(base, removal)).map(({ relpath }) => absoluteDir({ base }, relpath));
}

/** What became of files that could not be created. */
interface FailedFiles {
  readonly failures: LodeError[];
  readonly occupied: string[];
}

async function createFiles(
  plan: CheckoutPlan,
  run: RunContext,
): Promise<FailedFiles & { readonly placed: PlacedFiles }> {
  const { create, replace } = plan;
  const failed: FailedFiles = { failures: [], occupied: [] };
  const onFailure = (failure: CheckoutFailure) => enterFailure(failed, plan, failure);
  const options = { ...batchOptions({ task: "checkout", total: create.length + replace.length }, run), onFailure };
  const place = async (items: readonly PlannedFile[], mayReplace: boolean): Promise<FileDigests> => {
    const target = { root: plan.region.base, items };
    return (await checkoutFiles(plan.request.store, target, { ...options, replace: mayReplace })).placed;
  };
  const digests = joinDigests(await place(create, false), await place(replace, true));
  return { placed: { files: [...create, ...replace], digests }, ...failed };
}

/** The paths of the files that were created, relative to the region's base. */
export function placedPaths({ files, digests }: PlacedFiles): readonly string[] {
  return files.filter((_file, i) => digests.oids[i] !== undefined).map(({ relpath }) => relpath);
}

/** A file that was not there when the directory was scanned is ignored, or somebody has just made it: it stays. */
function enterFailure({ failures, occupied }: FailedFiles, plan: CheckoutPlan, { item, error }: CheckoutFailure): void {
  const path = absoluteDir(plan.region, item.relpath);
  const isOccupied = isLodeError(error, "PATH_OCCUPIED") && error.details.path === path;
  if (isOccupied && lstatPath(path)?.isDirectory() === false) occupied.push(path);
  else enterReason(failures, error);
}

/** The first ten reasons stay, but the last of them gives way to one of another kind if all say that content is missing. */
function enterReason(failures: LodeError[], error: LodeError): void {
  if (failures.length < MAX_FAILURES) failures.push(error);
  else if (!isMissingContent(error) && failures.every(isMissingContent)) failures[MAX_FAILURES - 1] = error;
}

function addExecuteBit(path: string): void {
  const stat = lstatPath(path);
  if (stat?.isFile()) trySetMode(path, (Number(stat.mode) & 0o7777) | 0o100);
}
