import { isDirOid } from "../../base/oid.ts";
import { collectWanted } from "../../project/collect-wanted.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { pushObjects } from "../../transfer/push-objects.ts";
import { removeDamaged } from "../../transfer/remove-damaged.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { RemoteToCheck } from "./check-remote.ts";
import { passingOver } from "./passing-over.ts";
import type { CheckedPlace } from "./problem.ts";

/**
 * Repairs a remote from the cache: what is damaged is removed after a sound copy was found in the cache, and then sent
 * again with what is missing, manifests last.
 *
 * @returns the place with what became of its problems
 * @throws what the remote throws when objects are sent, CANCELLED; that it cannot delete is a warning
 */
export async function repairRemote(
  place: CheckedPlace,
  { project, target }: { readonly project: Project; readonly target: RemoteToCheck },
  context: MoveContext,
): Promise<CheckedPlace> {
  if (place.problems.length === 0) return place;
  const { remote, hashName } = target;
  const route = { store: storeOf(project.cache, hashName), remote };
  const damaged = place.problems.filter(({ kind }) => kind === "damaged").map(({ oid }) => oid);
  await passingOver(() => removeDamaged(route, damaged, context), context);
  const concerned = new Set(place.problems.map(({ oid }) => oid));
  const outputs = target.outputs.filter(({ oids }) => oids.some((oid) => concerned.has(oid)));
  const sent = new Set<string>();
  for (const [, groups] of collectWanted(outputs.map(({ output }) => ({ ...output.owned, within: undefined })))) {
    for (const wanted of groups) {
      for (const oid of (await pushObjects(route, wanted, context)).transferred) sent.add(oid);
    }
  }
  const problems = place.problems.map((problem) =>
    sent.has(problem.oid) ? { ...problem, isSolved: true, repairedFrom: "the cache" } : problem,
  );
  return { ...place, problems: problems.toSorted((a, b) => Number(isDirOid(a.oid)) - Number(isDirOid(b.oid))) };
}
