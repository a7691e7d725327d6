import { isDirOid, parseOid } from "../base/oid.ts";
import type { OutputEntry } from "../formats/stage/output-entry.ts";
import { moveObjects, transferError } from "../project/move-objects.ts";
import type { Project } from "../project/project.ts";
import { pushObjects } from "../transfer/push-objects.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";

/**
 * Sends the data of an import, which is in the cache, to the project's own remote, so that a source that is lost loses
 * nothing.
 *
 * @param entry the output with what it records
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, TRANSFER_FAILED
 */
export async function keepImport(project: Project, entry: OutputEntry, context: MoveContext): Promise<void> {
  const oid = parseOid(entry.checksum?.value ?? "");
  if (oid === undefined) return;
  const [files, dirs] = isDirOid(oid) ? [[], [{ oid }]] : [[oid], []];
  const wanted = new Map([[entry.remote, [{ hashName: "md5" as const, files, dirs }]]]);
  const outcome = await moveObjects({ ...project, remote: undefined }, pushObjects, { wanted, context });
  if (outcome.failed.length > 0) throw transferError("keep the import in the remote", outcome);
}
