import type { Oid } from "../../base/oid.ts";
import type { Manifest } from "../../formats/manifest/manifest.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { findKeptManifest } from "../../project/find-kept-manifest.ts";
import { openRemote } from "../../project/open-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { RevisionScope } from "../../project/scope-commits.ts";
import { openWorkspace, type Workspace } from "../../project/workspace/workspace.ts";
import { readManifest } from "../../store/read-manifest.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { neededObjects, type OutputObjects } from "../needed/needed-objects.ts";
import { type NeededOutput, neededOutputs } from "../needed/needed-outputs.ts";
import { type AsideFile, checkAside } from "./check-aside.ts";
import { checkRemote, remotesToCheck } from "./check-remote.ts";
import { type CheckedStore, checkStore } from "./check-store.ts";
import { type CheckedWorkspace, checkWorkspace, contentKey } from "./check-workspace.ts";
import type { CheckedPlace } from "./problem.ts";
import { repairRemote } from "./repair-remote.ts";
import { repairStore } from "./repair-store.ts";

/** What is looked at. The work tree always counts. */
export interface FsckOptions extends RevisionScope {
  /** Remotes are read too. `default`: those that outputs are pushed to; a name: in place of the default remote. */
  readonly remote?: { readonly name: string | undefined };
  /** True: what is damaged or missing is taken from wherever a sound copy is. Default: false. */
  readonly repair?: boolean;
}

/** What was found. */
export interface FsckResult {
  readonly places: readonly CheckedPlace[];
  /** Outputs, from the current folder, whose files are not as recorded: `status` tells more. */
  readonly changed: readonly string[];
  /** Outputs of which neither the cache nor the work tree has anything. */
  readonly absent: readonly string[];
  /** What commands have moved out of the way, and what imports have left. */
  readonly aside: readonly AsideFile[];
  /** Whether every problem was solved. */
  readonly isSound: boolean;
}

/**
 * Reads and hashes everything, and trusts nothing that was found out before: the work tree, the cache, and if asked the
 * remotes of what the work tree and the revisions in scope need. The first two are read whole.
 *
 * 1. Read the files of outputs.
 * 2. Read the cache, and repair it if asked.
 * 3. Read the remotes, and repair them from the cache if asked.
 * 4. Read what is kept in `.dvc/tmp/lode`, and remove what the cache has of it if repair is asked.
 *
 * The files of the work tree are never changed.
 *
 * @throws REVISION_UNREADABLE, REMOTE_NOT_SET, REMOTE_MISSING, LOCK_HELD, IO_FAILED, CANCELLED, and what remotes throw
 */
export function fsck(project: Project, options: FsckOptions, context: MoveContext): Promise<FsckResult> {
  return withProjectLock(project, async () => {
    // Not after an hour of reading.
    if (options.remote !== undefined) openRemote(project, options.remote.name);
    const needed = await neededOutputs(project, options, context);
    using workspace = openWorkspace(project, context);
    const inWorkspace = needed.filter(({ rev }) => rev === "workspace");
    const found = await checkWorkspace(workspace, inWorkspace);
    const outputs = await neededObjects(needed, (output) => findListing(workspace, output, { ...found, ...options }));
    const state: FsckState = { project, outputs, options, workspace: found };
    const cache = await checkCache(state, context);
    const places = [found.place, ...cache.map(({ place }) => place), ...(await checkRemotes(state, context))];
    const absent = new Set(cache.flatMap((one) => one.absent.map(({ path }) => cwdPath(project, path))));
    const aside = await checkAside(project, { damaged: stillDamaged(cache), repair: options.repair ?? false }, context);
    const isSound = places.every(({ problems }) => problems.every((problem) => problem.isSolved));
    return { places, changed: found.changed, absent: [...absent], aside, isSound };
  });
}

function stillDamaged(cache: readonly CheckedStore[]): ReadonlySet<Oid> {
  const open = cache.flatMap(({ place }) => place.problems).filter(({ isSolved }) => !isSolved);
  return new Set(open.map(({ oid }) => oid));
}

interface FsckState {
  readonly project: Project;
  readonly outputs: readonly OutputObjects[];
  readonly workspace: CheckedWorkspace;
  readonly options: FsckOptions;
}

/** A listing that hashes to its id, from the cache, the work tree, or if other places may be asked, the remote. */
async function findListing(
  { project, run }: Workspace,
  output: NeededOutput,
  { manifests, remote, repair = false }: FsckOptions & Pick<CheckedWorkspace, "manifests">,
): Promise<Manifest | undefined> {
  const stored = await readManifest(storeOf(project.cache, output.hashName), output.oid);
  if (stored.status === "ok") return stored.manifest;
  const known = manifests.get(contentKey(output));
  if (known !== undefined || (remote === undefined && !repair)) return known;
  return findKeptManifest([project], { ...output, remote: output.remote ?? remote?.name }, run);
}

async function checkCache(
  { project, outputs, workspace, options }: FsckState,
  context: MoveContext,
): Promise<readonly CheckedStore[]> {
  const { current, legacy } = project.cache;
  const checked: CheckedStore[] = [];
  for (const [name, store] of [
    ["cache", current],
    ["legacy cache", legacy],
  ] as const) {
    const own = outputs.filter(({ output }) => output.hashName === store.hashName);
    const found = await checkStore(project, { name, store, outputs: own, inWorkspace: workspace.present }, context);
    const repair = () => repairStore(found.place, { project, store, outputs: own, workspace }, context);
    checked.push(options.repair && found.place.problems.length > 0 ? { ...found, place: await repair() } : found);
  }
  return checked;
}

async function checkRemotes(
  { project, outputs, options }: FsckState,
  context: MoveContext,
): Promise<readonly CheckedPlace[]> {
  if (options.remote === undefined) return [];
  const places: CheckedPlace[] = [];
  for (const target of remotesToCheck(project, outputs, options.remote.name)) {
    const found = await checkRemote(project, target, context);
    places.push(options.repair ? await repairRemote(found, { project, target }, context) : found);
  }
  return places;
}
