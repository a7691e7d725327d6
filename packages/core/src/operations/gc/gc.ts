import { resolve } from "node:path";
import { appendAll } from "../../base/append-all.ts";
import { compareCodePoints } from "../../base/code-point-order.ts";
import { LodeError } from "../../base/lode-error.ts";
import { realPath } from "../../fs/lstat-path.ts";
import { findKeptManifest } from "../../project/find-kept-manifest.ts";
import { openProject } from "../../project/open-project.ts";
import { openRemote } from "../../project/open-remote.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { isStoredImport } from "../../project/stage.ts";
import type { Remote } from "../../remotes/remote.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { neededObjects, type OutputObjects, objectSets } from "../needed/needed-objects.ts";
import { type NeededOutput, type NeededScope, neededOutputs } from "../needed/needed-outputs.ts";
import { type GcPlace, planCache, planRemote } from "./gc-place.ts";
import { notInRemote } from "./not-in-remote.ts";

/** What is kept, and where garbage is collected. The work tree always counts. */
export interface GcOptions extends NeededScope {
  /** Folders of other projects whose work trees and revisions count too, relative to the current folder. */
  readonly projects?: readonly string[];
  /** True: remotes are collected too. Default: false. */
  readonly cloud?: boolean;
  /** In place of the default remote. */
  readonly remote?: string;
  /** True: what a remote has goes from the cache. Default: false. */
  readonly notInRemote?: boolean;
  /** True: data of imports goes unless something else needs it; their sources have it. Default: false. */
  readonly imports?: boolean;
  /** True: a directory whose listing is nowhere loses its files. Default: false. */
  readonly force?: boolean;
  /** True: nothing is removed. Default: false. */
  readonly dry?: boolean;
}

/** What was removed, or would be. */
export interface GcResult {
  readonly dry: boolean;
  /** The cache's two layouts, then each remote's. */
  readonly places: readonly CollectedPlace[];
}

/** What was removed in one place, or would be. */
export type CollectedPlace = Omit<GcPlace, "remove">;

/**
 * Removes objects that nothing in scope needs from the cache, and from remotes if asked.
 *
 * 1. Take the locks of all projects, in the order of their real paths: two runs that name each other's project never wait
 *    for one another.
 * 2. Collect what their work trees and revisions need.
 * 3. List each place; what it has beyond that is garbage.
 * 4. Remove it, manifests first, so that none is ever without its members.
 *
 * Nothing is removed before everything is known. What others put into a shared cache or a remote meanwhile is not listed
 * and stays.
 *
 * @throws MANIFEST_MISSING, REVISION_UNREADABLE, REVISION_UNKNOWN, HISTORY_INCOMPLETE, REMOTE_NOT_SET, REMOTE_MISSING,
 *   NOT_A_PROJECT, LOCK_HELD, and what remotes throw, before anything is removed; IO_FAILED, CANCELLED
 */
export async function gc(project: Project, options: GcOptions, run: MoveContext): Promise<GcResult> {
  const projects = await openProjects(project, options.projects ?? []);
  return withProjectLocks(inLockOrder(projects), async () => {
    const places = await planAll(projects, options, run);
    const { dry = false } = options;
    if (!dry) for (const place of places) await place.remove(run);
    return { dry, places: places.map(({ remove: _remove, ...place }) => place) };
  });
}

/** @param projects the first is the one whose cache and remotes are collected */
async function planAll(
  projects: readonly [Project, ...(readonly Project[])],
  options: GcOptions,
  run: MoveContext,
): Promise<readonly GcPlace[]> {
  const [project] = projects;
  const { remote, cloud = false, notInRemote: onlyLocal = false } = options;
  const outputs: OutputObjects[] = [];
  for (const one of projects) appendAll(outputs, await neededBy({ project: one, collected: project }, options, run));
  const needed = objectSets(onlyLocal ? await notInRemote(outputs, remote, run) : outputs);
  const places = [...planCache(project, needed)];
  for (const one of cloud ? remotesOf(project, outputs, remote) : [])
    places.push(...(await planRemote(one, needed, run)));
  return places;
}

/** @param collected whose cache is collected */
async function neededBy(
  { project, collected }: { readonly project: Project; readonly collected: Project },
  { imports = false, force = false, ...scope }: GcOptions,
  run: MoveContext,
): Promise<readonly OutputObjects[]> {
  const found = await neededOutputs(project, { failureHint: FAILURE_HINT, ...scope }, run);
  const isOwn = ({ isImport, owned }: NeededOutput) => !isImport || isStoredImport(owned.stage);
  const kept = imports ? found.filter(isOwn) : found;
  return neededObjects(kept, async (output) => {
    const manifest = await findKeptManifest([collected, project], output, run);
    // An import can be fetched again.
    if (manifest !== undefined || !isOwn(output)) return manifest;
    const lost = listingMissing(output);
    if (!force) throw lost;
    run.onEvent?.({ type: "warning", message: `${lost.message}. Its files are not kept` });
    return undefined;
  });
}

const FAILURE_HINT = "Mend it, or give up what cannot be read with --skip-failed.";

function listingMissing({ path, oid, rev, project }: NeededOutput): LodeError {
  const where = rev === "workspace" ? "" : ` at '${rev}'`;
  return new LodeError(
    "MANIFEST_MISSING",
    `Cannot find out which files '${path}'${where} needs: its listing is neither in the cache nor in the remote`,
    {
      hint: "Get it with `lode fetch`, or give its files up with --force.",
      details: { path, oid, rev, project: project.rootDir },
    },
  );
}

/** The project and the others, each once, whatever links lead to it. */
async function openProjects(project: Project, dirs: readonly string[]): Promise<readonly [Project, ...Project[]]> {
  const others = new Map<string, Project>();
  for (const dir of dirs) {
    const other = await openProject({ ...project.context, cwd: resolve(project.context.cwd, dir) });
    if (realRoot(other) !== realRoot(project)) others.set(realRoot(other), other);
  }
  return [project, ...others.values()];
}

function realRoot({ rootDir }: Project): string {
  return realPath(rootDir) ?? rootDir;
}

function inLockOrder(projects: readonly Project[]): readonly Project[] {
  return projects.toSorted((a, b) => compareCodePoints(realRoot(a), realRoot(b)));
}

function withProjectLocks<T>([project, ...others]: readonly Project[], work: () => Promise<T>): Promise<T> {
  return project === undefined ? work() : withProjectLock(project, () => withProjectLocks(others, work));
}

/** The remotes that outputs of the project name, then the chosen or default one; each storage once. */
function remotesOf(project: Project, outputs: readonly OutputObjects[], name: string | undefined): readonly Remote[] {
  const named = outputs.filter(({ output }) => output.project === project).flatMap(({ output }) => output.remote ?? []);
  const remotes = [...new Set(named), name].map((one) => openRemote(project, one));
  return [...new Map(remotes.map((remote) => [remote.url, remote])).values()];
}
