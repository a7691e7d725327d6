import { isDirOid, type Oid } from "../../base/oid.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { readManifest } from "../../store/read-manifest.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Finds the outputs whose objects are not all in the cache: an output's own object, and the members of a directory. The
 * check is that of findMissing; all objects of a store are looked for at once.
 *
 * @param outputs with a recorded object
 * @throws IO_FAILED, CANCELLED
 */
export async function findUncached(workspace: Workspace, outputs: readonly Output[]): Promise<ReadonlySet<Output>> {
  const uncached = new Set<Output>();
  const { cache } = workspace.project;
  for (const [store, group] of Map.groupBy(outputs, ({ hashName }) => storeOf(cache, hashName))) {
    const objects = new Map<Output, readonly Oid[]>();
    for (const output of group) objects.set(output, await objectsOf(store, output));
    const { signal } = workspace.run;
    const wanted = [...objects.values()].flat();
    const missing = new Set(await findMissing(store, wanted, signal === undefined ? {} : { signal }));
    for (const [output, oids] of objects) {
      if (oids.length === 0 || (missing.size > 0 && oids.some((oid) => missing.has(oid)))) uncached.add(output);
    }
  }
  return uncached;
}

/** An output's object and its members; none if its listing cannot be read. */
async function objectsOf(store: ObjectStore, { oid }: Output): Promise<readonly Oid[]> {
  if (oid === undefined) return [];
  if (!isDirOid(oid)) return [oid];
  const found = await readManifest(store, oid);
  return found.status === "ok" ? [...found.manifest.map((entry) => entry.oid), oid] : [];
}
