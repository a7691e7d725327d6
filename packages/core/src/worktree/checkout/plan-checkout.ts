import type { RunContext } from "../../base/events.ts";
import type { RelPath } from "../../base/rel-path.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { findMissing } from "../../store/find-missing.ts";
import { expectFiles } from "../../store/jobs/expect-files.ts";
import { hashScan } from "../digest/hash-scan.ts";
import { recallTree } from "../digest/tree-fact.ts";
import { dirRegion, fileRegion, type Region } from "../scan/region.ts";
import type { NoScan, Scan } from "../scan/scan.ts";
import { scanRegion } from "../scan/scan-region.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";
import type { CheckoutRequest } from "./checkout-request.ts";
import { compareRegion } from "./compare-region.ts";
import { planSameTree } from "./plan-same-tree.ts";
import { withoutRemovals } from "./without-removals.ts";

/** How a checkout is planned. */
export interface PlanOptions {
  /** True: unchanged files are created anew, to be linked as the store's link types ask for. Default: false. */
  readonly relink?: boolean;
}

/**
 * Finds out what a checkout of one output has to do. Nothing is changed; new and changed files are hashed. Of a directory
 * that is known to be as recorded, neither digests nor manifest are read.
 *
 * @throws NAME_NOT_UTF8, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED, and what reading of the manifest throws
 */
export async function planCheckout(
  request: CheckoutRequest,
  run: RunContext,
  options: PlanOptions = {},
): Promise<CheckoutPlan> {
  const region = regionOf(request);
  const { scope, store, memory } = request;
  const scan = await scanRegion(region, { scope, ...(run.signal === undefined ? {} : { signal: run.signal }) });
  if (scan.kind === "dir" && !options.relink && (await isAsRecorded(scan, request))) {
    return planSameTree({ request, region, scan });
  }
  if (scan.kind === "missing" && request.recorded.kind === "dir" && !isPart(request)) {
    expectFiles(request.recorded.files ?? 0);
  }
  const wanted = await wantedFiles(request, region);
  const current = isReadable(scan, request)
    ? await hashScan(scan, { hashName: store.hashName, memory, run })
    : undefined;
  const isNew = lstatPath(request.path) === undefined;
  const plan = compareRegion({ request, region, scan, isNew, current, wanted }, options);
  return request.isChosen === undefined ? plan : withoutRemovals(plan);
}

/** The listing has to be in the store, since what is lost is to be noticed. */
async function isAsRecorded(scan: Scan, request: CheckoutRequest): Promise<boolean> {
  const { recorded, memory, store } = request;
  if (recorded.kind !== "dir" || isPart(request) || recallTree(scan, memory)?.oid !== recorded.oid) return false;
  return (await findMissing(store, [recorded.oid])).length === 0;
}

function isPart({ within, isChosen }: CheckoutRequest): boolean {
  return within !== undefined || isChosen !== undefined;
}

function regionOf({ path, recorded, within }: CheckoutRequest): Region {
  return recorded.kind === "file" ? fileRegion(path) : dirRegion(path, within);
}

/**
 * A link to a directory is followed only where the output is a directory itself: in the place of a file it is a link to
 * be replaced, and what it leads to is none of the output's.
 */
function isReadable(scan: Scan | NoScan, { recorded, within }: CheckoutRequest): scan is Scan {
  if (scan.kind === "file") return true;
  if (scan.kind !== "dir") return false;
  return !scan.isLink || (recorded.kind === "dir" && within === undefined);
}

/** The files that the record has in a region, with paths relative to its base. */
async function wantedFiles({ recorded, isChosen }: CheckoutRequest, { relpath }: Region): Promise<Manifest> {
  // The name of a file in its own folder stays below it.
  if (recorded.kind === "file") return [{ relpath: relpath as RelPath, oid: recorded.oid }];
  const all = await recorded.manifest();
  const manifest = isChosen === undefined ? all : all.filter((entry) => isChosen(entry.relpath));
  if (relpath === "") return manifest;
  return manifest.filter((entry) => entry.relpath === relpath || entry.relpath.startsWith(`${relpath}/`));
}
