import { findMissing } from "../store/find-missing.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { putStream } from "../store/put-stream.ts";
import { batchContext, type MoveContext } from "../transfer/transfer-progress.ts";
import { joinOutcomes, nothingMoved, type TransferOutcome } from "../transfer/wanted-objects.ts";
import { chainedContents } from "./chained-contents.ts";
import { groupByPlaces, type ObjectPlaces, type SourceObject } from "./object-places.ts";
import { openTreeStream } from "./tree-stream.ts";

/**
 * Brings objects of a source into the cache of this access: those that it lacks, from the remotes of their outputs, and
 * for imports from where they come from, to any depth.
 */
export async function fetchSourceObjects(
  objects: readonly SourceObject[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const outcomes: TransferOutcome[] = [];
  for (const [places, group] of groupByPlaces(objects, (object) => object)) {
    outcomes.push(await fetchGroup(places, group, context));
  }
  return joinOutcomes(outcomes);
}

async function fetchGroup(
  { store, remote }: ObjectPlaces,
  group: readonly SourceObject[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const objects = new Map(group.map((object) => [object.oid, object]));
  const lacking = await findMissing(store, objects.keys(), signalOf(context));
  if (lacking.length === 0) return nothingMoved;
  const batch = batchContext(context, "download", { before: 0, total: lacking.length });
  batch.onProgress?.({ files: 0, bytes: 0 });
  const report =
    remote === undefined
      ? { transferred: [], missing: lacking, failed: [] }
      : await remote.fetchInto(store, lacking, batch);
  if (report.missing.length === 0) return report;
  const rest = report.missing.flatMap((oid) => objects.get(oid) ?? []);
  const outcomes: TransferOutcome[] = [{ ...report, missing: [] }];
  for (const some of Map.groupBy(rest, ({ owned }) => owned.output).values()) {
    outcomes.push(await fetchChained(some, store, context));
  }
  return joinOutcomes(outcomes);
}

/** Looks for objects of one import in its own source, which shares the cache of this access. */
async function fetchChained(
  objects: readonly SourceObject[],
  store: ObjectStore,
  context: MoveContext,
): Promise<TransferOutcome> {
  const chained = await chainedContents(objects);
  const found: SourceObject[] = [];
  for (const [row, object] of objects.entries()) {
    const content = chained?.[row];
    if (content?.kind === "object") found.push(content.object);
    else if (content !== undefined && object.within === "") {
      await putStream(store, await openTreeStream(content.source, content.path), object.oid);
    }
  }
  const outcome = await fetchSourceObjects(found, context);
  const missing = await findMissing(
    store,
    objects.map(({ oid }) => oid),
    signalOf(context),
  );
  return { ...outcome, missing };
}

function signalOf({ signal }: MoveContext): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
