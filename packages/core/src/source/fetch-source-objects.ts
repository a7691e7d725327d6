import type { HashName, Oid } from "../base/oid.ts";
import { isDirOid } from "../base/oid.ts";
import type { OwnedOutput } from "../project/project-index.ts";
import { findMissing } from "../store/find-missing.ts";
import type { ObjectStore } from "../store/object-store.ts";
import { batchContext, type MoveContext } from "../transfer/transfer-progress.ts";
import { joinOutcomes, nothingMoved, type TransferOutcome } from "../transfer/wanted-objects.ts";
import { nextSource } from "./next-source.ts";
import { objectPlaces, type SourceObject } from "./object-places.ts";
import { findSourceItem } from "./source-item.ts";
import type { SourceProject } from "./source-project.ts";

/**
 * Brings objects of a source into the cache of this access: those that it lacks, from the remotes of their outputs, and
 * for imports from where they come from, to any depth.
 */
export async function fetchSourceObjects(
  objects: readonly SourceObject[],
  context: MoveContext,
): Promise<TransferOutcome> {
  const outcomes: TransferOutcome[] = [];
  for (const group of groupByOutput(objects)) outcomes.push(await fetchGroup(group, context));
  return joinOutcomes(outcomes);
}

/** Objects that have the same places. */
interface Group {
  readonly owner: SourceProject;
  readonly owned: OwnedOutput;
  readonly hashName: HashName;
  readonly oids: Set<Oid>;
}

function groupByOutput(objects: readonly SourceObject[]): Iterable<Group> {
  const groups = new Map<OwnedOutput["output"], Group>();
  for (const { owner, owned, hashName, oid } of objects) {
    const group = groups.get(owned.output) ?? { owner, owned, hashName, oids: new Set() };
    group.oids.add(oid);
    groups.set(owned.output, group);
  }
  return groups.values();
}

async function fetchGroup(group: Group, context: MoveContext): Promise<TransferOutcome> {
  const { store, remote } = objectPlaces(group.owner, group.owned.output);
  const lacking = await findMissing(store, group.oids, signalOf(context));
  if (lacking.length === 0) return nothingMoved;
  const batch = batchContext(context, "download", { before: 0, total: lacking.length });
  batch.onProgress?.({ files: 0, bytes: 0 });
  const report =
    remote === undefined
      ? { transferred: [], missing: lacking, failed: [] }
      : await remote.fetchInto(store, lacking, batch);
  if (report.missing.length === 0) return report;
  return joinOutcomes([
    { ...report, missing: [] },
    await fetchChained(group, { store, oids: report.missing }, context),
  ]);
}

/** Looks for objects of an import in its own source. */
async function fetchChained(
  { owner, owned }: Group,
  wanted: { readonly store: ObjectStore; readonly oids: readonly Oid[] },
  context: MoveContext,
): Promise<TransferOutcome> {
  const next = await nextSource(owner, owned);
  const item = next === undefined ? undefined : await findSourceItem(next.source, next.path);
  const oids = new Set(wanted.oids);
  const found = (item?.files ?? []).flatMap(({ content }) =>
    content.kind === "object" && oids.has(content.object.oid) ? [content.object] : [],
  );
  const outcome = await fetchSourceObjects(found, context);
  const missing = await findMissing(wanted.store, wanted.oids, signalOf(context));
  return { ...outcome, missing: missing.filter((oid) => !isDirOid(oid)) };
}

function signalOf({ signal }: MoveContext): { readonly signal?: AbortSignal } {
  return signal === undefined ? {} : { signal };
}
