import type { Oid } from "../../base/oid.ts";
import { collectWanted, type WantedOutput } from "../../project/collect-wanted.ts";
import { isStoredImport } from "../../project/stage.ts";
import { fetchImports } from "../../source/fetch-imports.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { quarantineObject } from "../../store/quarantine-object.ts";
import { fetchObjects } from "../../transfer/fetch-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { TransferOutcome } from "../../transfer/wanted-objects.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";
import { passingOver } from "./passing-over.ts";
import type { CheckedPlace, Problem } from "./problem.ts";
import { replaceDamaged } from "./replace-damaged.ts";
import { addFromWorkspace, remotesOf, type StoreSources } from "./store-sources.ts";

/**
 * Repairs a store, each object from the first place that has a sound copy: the work tree, the remotes of the
 * configuration, the sources of imports. Copies are hashed on the way, and a manifest comes after its members. A
 * damaged object is replaced when a sound copy is here; only if neither the work tree nor a remote has one, it is set
 * aside first, so that the source of an import can bring it.
 *
 * @returns the place with what became of its problems
 * @throws IO_FAILED, CANCELLED; a place that cannot be asked is passed over with a warning
 */
export async function repairStore(
  place: CheckedPlace,
  sources: StoreSources,
  context: MoveContext,
): Promise<CheckedPlace> {
  const { store } = sources;
  const damaged = place.problems.filter(({ kind }) => kind === "damaged");
  const { from, aside } = await replaceDamaged(
    sources,
    damaged.map(({ oid }) => oid),
    context,
  );
  for (const { oid } of damaged) if (!from.has(oid)) aside.set(oid, quarantineObject(store, oid));
  const lacking = place.problems.filter(({ oid, paths }) => paths.length > 0 && !from.has(oid));
  const open = new Set(lacking.map(({ oid }) => oid));
  for (const { name, bring } of copySources(sources, open, context)) {
    if (open.size === 0) break;
    await passingOver(bring, context);
    for (const oid of await foundNow(store, open, context)) {
      from.set(oid, name);
      open.delete(oid);
    }
  }
  return { ...place, problems: place.problems.map((problem) => solved(problem, { from, aside })) };
}

async function foundNow(store: ObjectStore, oids: ReadonlySet<Oid>, { signal }: MoveContext): Promise<readonly Oid[]> {
  const absent = new Set(await findMissing(store, oids, signal === undefined ? {} : { signal }));
  return [...oids].filter((oid) => !absent.has(oid));
}

function solved(
  problem: Problem,
  { from, aside }: { readonly from: ReadonlyMap<Oid, string>; readonly aside: ReadonlyMap<Oid, string | undefined> },
): Problem {
  const repairedFrom = from.get(problem.oid);
  const setAside = aside.get(problem.oid);
  return {
    ...problem,
    isSolved: repairedFrom !== undefined || problem.paths.length === 0,
    ...(repairedFrom !== undefined && { repairedFrom }),
    ...(setAside !== undefined && { setAside }),
  };
}

/** A place that may have sound copies. */
interface CopySource {
  readonly name: string;
  bring(): Promise<unknown>;
}

/** @param open what is wanted; it shrinks while the sources are asked */
function* copySources(sources: StoreSources, open: ReadonlySet<Oid>, context: MoveContext): Generator<CopySource> {
  const { project, store, outputs } = sources;
  const lacking = () => outputs.filter(({ oids }) => oids.some((oid) => open.has(oid)));
  yield { name: "the workspace", bring: () => addFromWorkspace(sources, store, open) };
  const own = () => lacking().filter(({ output }) => !output.isImport || isStoredImport(output.owned.stage));
  for (const remote of remotesOf(project, own())) {
    const bring = async () => {
      for (const [, groups] of collectWanted(own().map(wantedOutput))) {
        for (const wanted of groups) warnOfFailed(await fetchObjects({ store, remote }, wanted, context), context);
      }
    };
    yield { name: `the remote '${remote.name}'`, bring };
  }
  const imports = () => lacking().filter(({ output }) => output.isImport);
  yield { name: "the source of the import", bring: () => fetchImports(project, imports().map(wantedOutput), context) };
}

function warnOfFailed({ failed }: TransferOutcome, { onEvent }: MoveContext): void {
  for (const message of new Set(failed.map(({ error }) => error.message))) onEvent?.({ type: "warning", message });
}

function wantedOutput({ output }: OutputObjects): WantedOutput {
  return { ...output.owned, within: undefined };
}
