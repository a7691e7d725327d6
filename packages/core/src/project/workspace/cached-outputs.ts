import { isDirOid, type Oid } from "../../base/oid.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { readManifest } from "../../store/read-manifest.ts";
import { storeStamp } from "../../store/store-stamp.ts";
import { type CompletenessQuestion, isKnownComplete, rememberComplete } from "../../worktree/digest/completeness.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import { memoryOf, type Workspace } from "./workspace.ts";

/**
 * Finds the outputs whose objects are not all in the cache: an output's own object, and the members of a directory. The
 * check is that of findMissing; all objects of a store are looked for at once. A large directory is not looked up again
 * as long as no name comes into or goes from the store.
 *
 * @param outputs with a recorded object
 * @throws IO_FAILED, CANCELLED
 */
export async function findUncached(workspace: Workspace, outputs: readonly Output[]): Promise<ReadonlySet<Output>> {
  const uncached = new Set<Output>();
  const { cache } = workspace.project;
  for (const [store, group] of Map.groupBy(outputs, ({ hashName }) => storeOf(cache, hashName))) {
    const unknown = group.filter((output) => {
      const question = questionOf(workspace, store, output);
      return question === undefined || !isKnownComplete(question);
    });
    for (const output of await findIncomplete(workspace, store, unknown)) uncached.add(output);
  }
  return uncached;
}

/**
 * Says whether a large directory is known to be in the cache with all its files, without a look at any of them; false
 * if that is not known.
 */
export function isKnownCached(workspace: Workspace, output: Output): boolean {
  const question = questionOf(workspace, storeOf(workspace.project.cache, output.hashName), output);
  return question !== undefined && isKnownComplete(question);
}

async function findIncomplete(
  workspace: Workspace,
  store: ObjectStore,
  outputs: readonly Output[],
): Promise<readonly Output[]> {
  if (outputs.length === 0) return [];
  const stamp = storeStamp(store);
  const objects = new Map<Output, readonly Oid[]>();
  for (const output of outputs) objects.set(output, await objectsOf(store, output));
  const { signal } = workspace.run;
  const wanted = [...objects.values()].flat();
  const missing = new Set(await findMissing(store, wanted, signal === undefined ? {} : { signal }));
  return outputs.filter((output) => {
    const oids = objects.get(output) ?? [];
    const isComplete = oids.length > 0 && (missing.size === 0 || !oids.some((oid) => missing.has(oid)));
    const question = isComplete ? questionOf(workspace, store, output) : undefined;
    if (question !== undefined) rememberComplete(question, stamp);
    return !isComplete;
  });
}

/** Only of a directory that records how many files it has. */
function questionOf(workspace: Workspace, store: ObjectStore, output: Output): CompletenessQuestion | undefined {
  const { oid, location, hashName, entry } = output;
  if (oid === undefined || !isDirOid(oid) || location.kind === "url" || entry.nfiles === undefined) return undefined;
  return { store, manifestOid: oid, members: entry.nfiles, memory: memoryOf(workspace, location, hashName) };
}

/** An output's object and its members; none if its listing cannot be read. */
async function objectsOf(store: ObjectStore, { oid }: Output): Promise<readonly Oid[]> {
  if (oid === undefined) return [];
  if (!isDirOid(oid)) return [oid];
  const found = await readManifest(store, oid);
  return found.status === "ok" ? [...found.manifest.map((entry) => entry.oid), oid] : [];
}
