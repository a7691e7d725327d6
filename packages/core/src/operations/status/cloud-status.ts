import type { Oid } from "../../base/oid.ts";
import { isPushed, selectedOutputs, type WantedOutput } from "../../project/collect-wanted.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openRemote } from "../../project/open-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { RevisionScope } from "../../project/scope-commits.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { verifiedDirs } from "../../project/verified-dirs.ts";
import { findMissing } from "../../store/find-missing.ts";
import { findMissingObjects } from "../../transfer/find-missing-objects.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { type CloudObjects, type CloudRoute, cloudObjects } from "./cloud-objects.ts";

/** What is compared with which remote. */
export interface CloudStatusOptions extends SelectOptions, RevisionScope {
  /** Relative to the project's `cwd`. Default: everything. */
  readonly targets?: readonly string[];
  /** In place of the default remote; outputs that name another remote are then left out. */
  readonly remote?: string;
}

/** Where an object is: only in the cache, only in the remote, or nowhere. */
export type CloudState = "new" | "deleted" | "missing";

/** How cache and remote differ. */
export interface CloudStatusResult {
  /** The remote that was chosen, or the default one; undefined if there is none and nothing to compare with it. */
  readonly remote: string | undefined;
  /** Output, or path in a tracked directory → where its object is. Objects that are in both places are left out. */
  readonly changes: Readonly<Record<string, CloudState>>;
}

/**
 * Compares the cache with one remote, members of directories included; an object that several outputs share is named
 * once. Imports from other repositories, outputs with `push: false` and, with a warning, those that name another remote
 * are left out. A listing that only the remote has is stored in the cache, as DVC does.
 *
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, TARGET_UNKNOWN, LOCK_HELD
 */
export function cloudStatus(
  project: Project,
  options: CloudStatusOptions,
  run: MoveContext,
): Promise<CloudStatusResult> {
  return withProjectLock(project, async () => {
    const name = options.remote ?? project.config.core.remote;
    const outputs = await comparedOutputs(project, { options, name }, run);
    if (outputs.length === 0) return { remote: name, changes: {} };
    const remote = openRemote(project, name);
    const objects = await cloudObjects({ project, remote }, outputs, run);
    const changes: Record<string, CloudState> = {};
    for (const one of objects) {
      for (const [name, state] of await compare({ project, remote }, one, run)) changes[name] = state;
    }
    return { remote: remote.name, changes };
  });
}

async function comparedOutputs(
  project: Project,
  { options, name }: { readonly options: CloudStatusOptions; readonly name: string | undefined },
  run: MoveContext,
): Promise<readonly WantedOutput[]> {
  const collect = async (at: Project): Promise<readonly WantedOutput[]> => {
    const context = { project: at, index: () => loadIndex(at) };
    const selections = await selectTargets(context, options.targets ?? [], options);
    return selectedOutputs(selections).filter((wanted) => isPushed(wanted, undefined));
  };
  const outputs = (await eachRevision(project, { scope: options, run }, collect)).flat();
  const elsewhere = new Set<string>();
  for (const { output } of outputs) if (output.entry.remote !== undefined) elsewhere.add(output.entry.remote);
  if (name !== undefined) elsewhere.delete(name);
  for (const other of elsewhere) {
    const message = `Outputs with 'remote: ${other}' were not compared; use \`lode status -r ${other}\`.`;
    run.onEvent?.({ type: "warning", message });
  }
  return outputs.filter(({ output }) => (output.entry.remote ?? name) === name);
}

async function compare(
  { project, remote }: CloudRoute,
  objects: CloudObjects,
  run: MoveContext,
): Promise<Iterable<readonly [string, CloudState]>> {
  const { hashName, names } = objects;
  const oids = [...names.keys()];
  const store = storeOf(project.cache, hashName);
  const verified = verifiedDirs(project, remote, hashName);
  const notRemote = await findMissingObjects({ remote, verified }, objects, run);
  const notCached = new Set(await findMissing(store, oids, run.signal === undefined ? {} : { signal: run.signal }));
  return changesOf(names, { notCached, notRemote });
}

/** One by one: as a mapping of their own, those of a million files would be there twice. */
function* changesOf(
  names: CloudObjects["names"],
  { notCached, notRemote }: { readonly notCached: ReadonlySet<Oid>; readonly notRemote: ReadonlySet<Oid> },
): Iterable<readonly [string, CloudState]> {
  for (const [oid, name] of names) {
    const state = stateOf(!notCached.has(oid), !notRemote.has(oid));
    if (state !== undefined) yield [name, state];
  }
}

function stateOf(cached: boolean, stored: boolean): CloudState | undefined {
  if (cached) return stored ? undefined : "new";
  return stored ? "deleted" : "missing";
}
