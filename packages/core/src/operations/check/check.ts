import type { RunContext } from "../../base/events.ts";
import { type HashName, isDirOid, type Oid } from "../../base/oid.ts";
import { headCommit } from "../../git/resolve-revision.ts";
import { isPushed } from "../../project/collect-wanted.ts";
import { eachRevision } from "../../project/each-revision.ts";
import { findKeptManifest } from "../../project/find-kept-manifest.ts";
import { loadIndex } from "../../project/load-index.ts";
import { openRemote } from "../../project/open-remote.ts";
import { type Project, storeOf } from "../../project/project.ts";
import type { RevisionScope } from "../../project/scope-commits.ts";
import { verifiedDirs } from "../../project/verified-dirs.ts";
import type { Remote } from "../../remotes/remote.ts";
import { findMissing } from "../../store/find-missing.ts";
import { neededObjects, type OutputObjects } from "../needed/needed-objects.ts";
import { type NeededOutput, recordedOutputs } from "../needed/needed-outputs.ts";
import { type ObjectUse, objectUsers } from "../needed/object-users.ts";

/** What is checked, beside the commit that is checked out. */
export interface CheckOptions extends RevisionScope {
  /** `cache`: that the cache has everything. `remote`: that the remotes have what is pushed to them. */
  readonly where: "cache" | "remote";
  /** With `remote`: in place of the default remote; outputs that name another remote are then left out. */
  readonly remote?: string;
}

/** What was found. */
export interface CheckResult {
  /** How many objects were asked for. */
  readonly checked: number;
  readonly missing: readonly MissingObject[];
}

/** An object that is not where it is to be. */
export interface MissingObject extends ObjectUse {
  /** `cache`, or the name of the remote. */
  readonly place: string;
}

/**
 * Asks for each object that the checked-out commit needs, members of directories included, whether it is there: nothing
 * that was found out before counts. Without Git, or before the first commit, the work tree's metadata count instead.
 * Nothing is read but listings; see fsck for that.
 *
 * @throws REVISION_UNREADABLE, REMOTE_NOT_SET, REMOTE_MISSING, and what remotes throw
 */
export async function check(project: Project, options: CheckOptions, run: RunContext): Promise<CheckResult> {
  const found = await outputsToCheck(project, options, run);
  const isWanted = ({ owned }: NeededOutput): boolean => options.where === "cache" || isPushed(owned, options.remote);
  const outputs = await neededObjects(found.filter(isWanted), (output) => findKeptManifest([project], output, run));
  const missing: MissingObject[] = [];
  let checked = 0;
  for (const group of placesOf(project, outputs, options).values()) {
    const oids = [...new Set(group.outputs.flatMap((output) => output.oids))];
    checked += oids.length;
    const absent = new Set(await group.findMissing(oids, run));
    if (absent.size > 0) group.forget();
    // Of a listing that is damaged wherever it is, nobody can say what is in it.
    for (const { output, manifest } of group.outputs) {
      if (isDirOid(output.oid) && manifest === undefined) absent.add(output.oid);
    }
    const users = objectUsers(project, group.outputs, absent);
    for (const [oid, paths] of users) missing.push({ oid, paths, place: group.name });
  }
  return { checked, missing };
}

async function outputsToCheck(
  project: Project,
  { allBranches = false, allTags = false, allCommits = false }: CheckOptions,
  run: RunContext,
): Promise<readonly NeededOutput[]> {
  const hasCommit = project.git !== undefined && (await headCommit(project.git.repo)) !== undefined;
  const scope = hasCommit ? { allBranches, allTags, allCommits, rev: "HEAD" } : {};
  const known = new Set<string>();
  const found = await eachRevision(project, { scope, run, failures: "stop" }, async (at, rev) => {
    if (hasCommit && rev === "workspace") return [];
    return [...recordedOutputs(await loadIndex(at), { project, rev }, known)];
  });
  return found.flat();
}

/** Outputs whose objects are asked for in one go. */
interface Place {
  readonly name: string;
  readonly outputs: OutputObjects[];
  findMissing(oids: readonly Oid[], run: RunContext): Promise<Iterable<Oid>>;
  /** Forgets what was found out before. */
  forget(): void;
}

function placesOf(
  project: Project,
  outputs: readonly OutputObjects[],
  { where, remote: chosen }: CheckOptions,
): ReadonlyMap<string, Place> {
  const places = new Map<string, Place>();
  // A remote that is not there is an error, also if nothing is to be found in it.
  if (where === "remote") openRemote(project, chosen);
  for (const one of outputs) {
    const { hashName, remote: own } = one.output;
    const remote = where === "remote" ? openRemote(project, own ?? chosen) : undefined;
    const key = `${hashName} ${remote?.url ?? ""}`;
    const place = places.get(key) ?? { ...makePlace(project, hashName, remote), outputs: [] };
    place.outputs.push(one);
    places.set(key, place);
  }
  return places;
}

function makePlace(project: Project, hashName: HashName, remote: Remote | undefined): Omit<Place, "outputs"> {
  if (remote !== undefined) {
    return {
      name: remote.name,
      findMissing: (oids, run) => remote.findMissing({ hashName, oids }, run),
      forget: () => verifiedDirs(project, remote, hashName).clear(),
    };
  }
  const store = storeOf(project.cache, hashName);
  const options = ({ signal }: RunContext) => (signal === undefined ? {} : { signal });
  return {
    name: "cache",
    findMissing: (oids, run) => findMissing(store, oids, options(run)),
    forget: () => undefined,
  };
}
