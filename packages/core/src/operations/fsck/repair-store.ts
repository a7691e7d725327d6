import { isLodeError } from "../../base/lode-error.ts";
import type { Oid } from "../../base/oid.ts";
import { printManifest } from "../../formats/manifest/print-manifest.ts";
import { collectWanted, type WantedOutput } from "../../project/collect-wanted.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { isStoredImport } from "../../project/stage.ts";
import type { Remote } from "../../remotes/remote.ts";
import { fetchImports } from "../../source/fetch-imports.ts";
import { addFiles } from "../../store/add-files.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { putBytes } from "../../store/put-bytes.ts";
import { quarantineObject } from "../../store/quarantine-object.ts";
import { fetchObjects } from "../../transfer/fetch-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { TransferOutcome } from "../../transfer/wanted-objects.ts";
import type { OutputObjects } from "../needed/needed-objects.ts";
import { type CheckedWorkspace, contentKey } from "./check-workspace.ts";
import { passingOver } from "./passing-over.ts";
import type { CheckedPlace, Problem } from "./problem.ts";

/** From where a store is repaired. */
export interface StoreSources {
  readonly project: Project;
  readonly store: ObjectStore;
  /** Those of the store's hash name. */
  readonly outputs: readonly OutputObjects[];
  readonly workspace: CheckedWorkspace;
}

/**
 * Repairs a store, each object from the first place that has a sound copy: the work tree, the remotes of the
 * configuration, the sources of imports. Copies are hashed on the way, and a manifest comes after its members. Damaged
 * bytes are taken out of the way first, since nothing replaces an object; see quarantineObject.
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
  const aside = new Map(damaged.map(({ oid }) => [oid, quarantineObject(store, oid)]));
  const open = new Set(place.problems.filter(({ paths }) => paths.length > 0).map(({ oid }) => oid));
  const from = new Map<Oid, string>();
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
  yield { name: "the workspace", bring: () => addFromWorkspace(sources, open) };
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

async function addFromWorkspace({ store, workspace }: StoreSources, open: ReadonlySet<Oid>): Promise<void> {
  const { hashName } = store;
  await addFiles(
    store,
    [...open].flatMap((oid) => workspace.files.get(contentKey({ hashName, oid })) ?? []),
  );
  for (const oid of open) {
    const manifest = workspace.manifests.get(contentKey({ hashName, oid }));
    if (manifest !== undefined) await putBytes(store, oid, printManifest(manifest));
  }
}

function wantedOutput({ output }: OutputObjects): WantedOutput {
  return { ...output.owned, within: undefined };
}

/** The remotes that outputs name, the default one, then all others; those that cannot be used are left out. */
function remotesOf(project: Project, outputs: readonly OutputObjects[]): readonly Remote[] {
  const { config } = project;
  const names = [...outputs.flatMap(({ output }) => output.remote ?? []), config.core.remote, ...config.remotes.keys()];
  return [...new Set(names)].flatMap((name) => {
    try {
      return name === undefined ? [] : [openRemote(project, name)];
    } catch (error) {
      if (isLodeError(error)) return [];
      throw error;
    }
  });
}
