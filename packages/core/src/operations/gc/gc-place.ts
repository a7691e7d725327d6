import type { RunContext } from "../../base/events.ts";
import { isDirOid, type Oid } from "../../base/oid.ts";
import { removeTree } from "../../fs/remove-tree.ts";
import type { Project } from "../../project/project.ts";
import type { Remote } from "../../remotes/remote.ts";
import { listObjects } from "../../store/list-objects.ts";
import { listStrays, listUnpacked } from "../../store/list-strays.ts";
import { type ObjectStore, objectPath } from "../../store/object-store.ts";
import { removeObjects } from "../../store/remove-objects.ts";
import type { ObjectSets } from "../needed/needed-objects.ts";

/** One place that is collected, with what nothing needs there. */
export interface GcPlace {
  readonly kind: "cache" | "remote" | "uploads";
  /** `repo` or `legacy` for a cache; else the name of the remote. `uploads` is what killed uploads have left there. */
  readonly name: string;
  /** How many objects, or files, nothing needs. */
  readonly count: number;
  /** The paths or URLs of all that goes: manifests before all others. */
  readonly paths: readonly string[];
  remove(run: RunContext): Promise<void>;
}

/** Finds out what nothing needs in a project's cache. @throws IO_FAILED */
export function planCache({ cache }: Project, keep: ObjectSets): readonly GcPlace[] {
  // The folder of legacy objects holds much else: only what is an object there is touched.
  return [
    planStore({ name: "repo", store: cache.current, strays: listStrays(cache.current) }, keep),
    planStore({ name: "legacy", store: cache.legacy, strays: [] }, keep),
  ];
}

/**
 * Finds out what nothing needs in a remote, of each hash name, and what uploads have left there that were killed a day ago
 * or earlier.
 *
 * @throws what the remote throws, if it cannot be listed; CANCELLED
 */
export async function planRemote(remote: Remote, keep: ObjectSets, run: RunContext): Promise<readonly GcPlace[]> {
  const places: GcPlace[] = [];
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const unneeded: Oid[] = [];
    for await (const oid of remote.list(hashName, run)) if (!keep[hashName].has(oid)) unneeded.push(oid);
    const groups = manifestsFirst(unneeded);
    places.push({
      kind: "remote",
      name: remote.name,
      count: unneeded.length,
      paths: groups.flat().map((oid) => remote.objectUrl({ hashName, oid })),
      async remove(run) {
        for (const oids of groups) await remote.remove({ hashName, oids }, run);
      },
    });
  }
  const broken = await remote.findBroken?.(run);
  const { urls: paths = [] } = broken ?? {};
  if (broken === undefined || paths.length === 0) return places;
  return [...places, { kind: "uploads", name: remote.name, count: paths.length, paths, remove: broken.remove }];
}

interface StoreToCollect {
  readonly name: string;
  readonly store: ObjectStore;
  /** Absolute paths of files that are no objects. */
  readonly strays: readonly string[];
}

function planStore({ name, store, strays }: StoreToCollect, keep: ObjectSets): GcPlace {
  const unneeded = [...listObjects(store)].filter((oid) => !keep[store.hashName].has(oid));
  const [manifests, others] = manifestsFirst(unneeded);
  const pathsOf = (oids: readonly Oid[]) => oids.map((oid) => objectPath(store, oid));
  return {
    kind: "cache",
    name,
    count: unneeded.length + strays.length,
    paths: [...listUnpacked(store, manifests), ...pathsOf(manifests), ...pathsOf(others), ...strays],
    async remove({ signal }) {
      await removeObjects(store, unneeded, signal === undefined ? {} : { signal });
      for (const path of strays) removeTree(path);
    },
  };
}

/** A manifest must never be without its members, whenever the work ends. */
function manifestsFirst(oids: readonly Oid[]): readonly [manifests: readonly Oid[], others: readonly Oid[]] {
  const sorted = oids.toSorted();
  return [sorted.filter(isDirOid), sorted.filter((oid) => !isDirOid(oid))];
}
