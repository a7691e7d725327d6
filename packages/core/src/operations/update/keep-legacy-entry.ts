import type { OutputEntry } from "../../formats/stage/output-entry.ts";
import type { Output } from "../../project/output.ts";
import { withState } from "../../project/workspace/save-state.ts";
import { scanLocation } from "../../project/workspace/scan-location.ts";
import { memoryOf, type Workspace } from "../../project/workspace/workspace.ts";
import { saveScan } from "../../worktree/save/save-scan.ts";
import { isScan } from "../../worktree/scan/scan.ts";

/**
 * Gives back the entry that an output of DVC 2.x is to have after its data was placed anew: one of DVC 2.x as long as
 * the data is the same by DVC 2.x's hash, else the new one.
 *
 * @throws what saving throws
 */
export async function keepLegacyEntry(workspace: Workspace, before: Output, after: OutputEntry): Promise<OutputEntry> {
  const { location, hashName, oid, entry } = before;
  if (hashName === "md5" || oid === undefined || location.kind === "url") return after;
  const found = await scanLocation(workspace, location);
  if (!isScan(found)) return after;
  const { project, run } = workspace;
  const memory = memoryOf(workspace, location, hashName);
  const { state } = await saveScan(found, { store: project.cache.legacy, memory, relink: false, run });
  return state.oid === oid ? withState(entry, state, hashName) : after;
}
