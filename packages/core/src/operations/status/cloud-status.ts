import type { RunContext } from "../../base/events.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import { isPushed, selectedOutputs, type WantedOutput } from "../../project/collect-wanted.ts";
import { cwdLocation } from "../../project/cwd-path.ts";
import { eachRevision, type RevisionScope } from "../../project/each-revision.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Output } from "../../project/output.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import type { Remote } from "../../remotes/remote.ts";
import { findMissing } from "../../store/find-missing.ts";
import { findManifest } from "../../transfer/read-members.ts";

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
  /** The remote that was chosen, or the default one. */
  readonly remote: string;
  /** Output, or path in a tracked directory → where its object is. Objects that are in both places are left out. */
  readonly changes: Readonly<Record<string, CloudState>>;
}

/**
 * Compares the cache with the remotes of outputs, members of directories included. Imports from other repositories and
 * outputs with `push: false` are left out.
 *
 * @throws REMOTE_NOT_SET, REMOTE_MISSING, TARGET_UNKNOWN, LOCK_HELD
 */
export function cloudStatus(
  project: Project,
  options: CloudStatusOptions,
  run: RunContext,
): Promise<CloudStatusResult> {
  return withProjectLock(project, async () => {
    const { name } = openRemote(project.config, options.remote);
    const collect = async (at: Project): Promise<readonly WantedOutput[]> => {
      const context = { project: at, index: () => loadIndex(at) };
      const selections = await selectTargets(context, options.targets ?? [], options);
      return selectedOutputs(selections).filter((wanted) => isPushed(wanted, options.remote));
    };
    const outputs = (await eachRevision(project, { scope: options, run }, collect)).flat();
    const changes: Record<string, CloudState> = {};
    for (const wanted of outputs) Object.assign(changes, await outputStatus(project, wanted, { name, run }));
    return { remote: name, changes };
  });
}

async function outputStatus(
  project: Project,
  { output, within }: WantedOutput,
  { name, run }: { readonly name: string; readonly run: RunContext },
): Promise<Record<string, CloudState>> {
  const remote = openRemote(project.config, output.entry.remote ?? name);
  const paths = await pathsByOid(project, { output, within: within?.[0] }, remote);
  const oids = [...paths.keys()];
  const store = storeOf(project.cache, output.hashName);
  const notRemote = await remote.findMissing({ hashName: output.hashName, oids }, run);
  const notCached = new Set(await findMissing(store, oids, run.signal === undefined ? {} : { signal: run.signal }));
  const found: Record<string, CloudState> = {};
  for (const [oid, names] of paths) {
    const state = stateOf(!notCached.has(oid), !notRemote.has(oid));
    if (state !== undefined) for (const path of names) found[path] = state;
  }
  return found;
}

function stateOf(cached: boolean, stored: boolean): CloudState | undefined {
  if (cached) return stored ? undefined : "new";
  return stored ? "deleted" : "missing";
}

/** The names of an output's objects: its own path, and those of the members of a directory. */
async function pathsByOid(
  project: Project,
  { output, within }: { readonly output: Output; readonly within: string | undefined },
  remote: Remote,
): Promise<ReadonlyMap<Oid, readonly string[]>> {
  const { oid } = output;
  const path = cwdLocation(project, output.location);
  if (oid === undefined) return new Map();
  const paths = new Map<Oid, string[]>([[oid, [path]]]);
  if (!isDirOid(oid)) return paths;
  const found = await findManifest(storeOf(project.cache, output.hashName), remote, oid);
  for (const member of found?.manifest ?? []) {
    if (within !== undefined && member.relpath !== within && !member.relpath.startsWith(`${within}/`)) continue;
    const names = paths.get(member.oid) ?? [];
    names.push(`${path}/${member.relpath}`);
    paths.set(member.oid, names);
  }
  return paths;
}
