import { isDirOid } from "../../base/oid.ts";
import { choosePaths } from "../../formats/ignore/path-choice.ts";
import type { DvcFile } from "../../formats/stage/dvc-file.ts";
import { type ImportNotes, readImportNotes } from "../../formats/stage/import-notes.ts";
import { computeStageMd5 } from "../../formats/stage/stage-md5.ts";
import type { Output } from "../../project/output.ts";
import { storeOf } from "../../project/project.ts";
import type { Stage } from "../../project/stage.ts";
import { findUncached } from "../../project/workspace/cached-outputs.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { localOutput, recordedChecksum, workspaceStatus } from "../status/entry-status.ts";

/**
 * How an import stands to what it records. `same`: nothing is to be done. `misplaced`: the record holds and the cache
 * has the data, but the work tree is another. `outdated`: the data has to come from the source.
 */
export type ImportState = "same" | "misplaced" | "outdated";

/**
 * Compares an import with what its `.dvc` file would say after its lock has moved.
 *
 * @throws what hashing throws
 */
export async function importState(workspace: Workspace, stage: Stage, content: DvcFile): Promise<ImportState> {
  if (content.md5 !== computeStageMd5(content)) return "outdated";
  const recorded = stage.outs.filter(({ entry }) => recordedChecksum(entry) !== undefined);
  if (recorded.length < stage.outs.length) return "outdated";
  if ((await findUncached(workspace, recorded)).size > 0) return "outdated";
  for (const output of recorded) {
    if (await hasMore(workspace, output, readImportNotes(content.meta, stage.file))) return "outdated";
  }
  if (stage.alwaysChanged) return "misplaced";
  for (const output of recorded) {
    const local = localOutput(output);
    if (local !== undefined && (await workspaceStatus(workspace, local)) !== undefined) return "misplaced";
  }
  return "same";
}

/** Whether more is recorded than the part that an import chooses: `dvc update` brings all of a directory. */
async function hasMore({ project }: Workspace, { oid, hashName }: Output, notes: ImportNotes): Promise<boolean> {
  const isChosen = choosePaths(notes);
  if (isChosen === undefined || oid === undefined || !isDirOid(oid)) return false;
  const found = await readManifest(storeOf(project.cache, hashName), oid);
  return found.status === "ok" && !found.manifest.every(({ relpath }) => isChosen(relpath));
}
