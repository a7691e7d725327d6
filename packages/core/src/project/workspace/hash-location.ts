import type { HashName } from "../../base/oid.ts";
import { putBytes } from "../../store/put-bytes.ts";
import type { DigestedScan } from "../../worktree/digest/digested-scan.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";
import { outputState, treeState } from "../../worktree/digest/summarize-scan.ts";
import { recallTree } from "../../worktree/digest/tree-fact.ts";
import { checkTrackable } from "../../worktree/scan/check-trackable.ts";
import { isScan } from "../../worktree/scan/scan.ts";
import { type ScanLocationOptions, scanLocation } from "./scan-location.ts";
import { type LocalLocation, memoryOf, type Workspace } from "./workspace.ts";

/** What is hashed, and how. */
export interface PlaceToHash {
  readonly location: LocalLocation;
  readonly hashName: HashName;
}

/** Options of hashLocation. */
export interface HashLocationOptions extends Pick<ScanLocationOptions, "isDependency"> {
  /** True: nothing is stored. Default: false. */
  readonly isReadOnly?: boolean;
}

/**
 * Works out the state of what lies at a location, reading only files that are new or changed since they were last
 * hashed; undefined if nothing is there that can be tracked. The listing of a directory of DVC 2.x is stored.
 *
 * @throws IGNORE_FILE_IN_OUTPUT, NAME_NOT_UTF8, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED
 */
export async function hashLocation(
  workspace: Workspace,
  { location, hashName }: PlaceToHash,
  options: HashLocationOptions = {},
): Promise<OutputState | undefined> {
  const found = await scanLocation(workspace, location, options);
  if (!isScan(found)) return undefined;
  checkTrackable(found);
  const memory = memoryOf(workspace, location, hashName);
  const known = recallTree(found, memory);
  if (known !== undefined) return known;
  const digested = await hashScan(found, { hashName, memory, run: workspace.run });
  if (hashName !== "md5" && !options.isReadOnly) await storeLegacyListing(workspace, digested);
  return outputState(digested, memory);
}

/** As in DVC, the listing of a directory of DVC 2.x is an object as soon as it is made. */
async function storeLegacyListing({ project }: Workspace, digested: DigestedScan): Promise<void> {
  if (digested.scan.kind === "file") return;
  const { oid, bytes } = treeState(digested).object;
  await putBytes(project.cache.legacy, oid, bytes);
}
