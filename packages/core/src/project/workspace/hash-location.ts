import type { HashName } from "../../base/oid.ts";
import { hashScan } from "../../worktree/digest/hash-scan.ts";
import type { OutputState } from "../../worktree/digest/output-state.ts";
import { outputState } from "../../worktree/digest/summarize-scan.ts";
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

/**
 * Works out the state of what lies at a location, reading only files that are new or changed since they were last
 * hashed; undefined if nothing is there that can be tracked.
 *
 * @throws IGNORE_FILE_IN_OUTPUT, NAME_NOT_UTF8, FILE_CHANGED, FILE_UNREADABLE, IO_FAILED, CANCELLED
 */
export async function hashLocation(
  workspace: Workspace,
  { location, hashName }: PlaceToHash,
  options: Pick<ScanLocationOptions, "isDependency"> = {},
): Promise<OutputState | undefined> {
  const found = await scanLocation(workspace, location, options);
  if (!isScan(found)) return undefined;
  checkTrackable(found);
  const memory = memoryOf(workspace, location, hashName);
  return (
    recallTree(found, memory) ?? outputState(await hashScan(found, { hashName, memory, run: workspace.run }), memory)
  );
}
