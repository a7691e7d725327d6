import { appendAll } from "../../base/append-all.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import type { WantedOutput } from "../../project/collect-wanted.ts";
import type { Output } from "../../project/output.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { recordedSize } from "../../source/announce-download.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";

/** Tells how much data the outputs have that the cache does not know at all. */
export async function announceFetch(
  project: Project,
  outputs: readonly WantedOutput[],
  { onEvent }: MoveContext,
): Promise<void> {
  if (onEvent === undefined) return;
  const unknown = await unknownObjects(project, outputs);
  const wanted = new Map<Output, number>();
  for (const item of outputs) {
    const { oid, entry } = item.output;
    if (oid !== undefined && unknown.has(oid)) wanted.set(item.output, isPart(item) ? 0 : (entry.nfiles ?? 1));
  }
  if (wanted.size === 0) return;
  const files = [...wanted.keys()].reduce((sum, { entry }) => sum + (entry.nfiles ?? 1), 0);
  onEvent({ type: "download", files, ...recordedSize(wanted) });
}

async function unknownObjects(project: Project, outputs: readonly WantedOutput[]): Promise<ReadonlySet<Oid>> {
  const unknown: Oid[] = [];
  for (const [hashName, group] of Map.groupBy(outputs, ({ output }) => output.hashName)) {
    const oids = group.flatMap(({ output }) => output.oid ?? []);
    appendAll(unknown, await findMissing(storeOf(project.cache, hashName), oids));
  }
  return new Set(unknown);
}

function isPart({ output, within, isChosen }: WantedOutput): boolean {
  const isDir = output.oid !== undefined && isDirOid(output.oid);
  return isDir && (within !== undefined || isChosen !== undefined);
}
