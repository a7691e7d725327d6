import { isDirOid } from "../../base/oid.ts";
import { collectWanted } from "../../project/collect-wanted.ts";
import { type Project, storeOf } from "../../project/project.ts";
import { pushObjects } from "../../transfer/push-objects.ts";
import { replaceInRemote } from "../../transfer/replace-in-remote.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import type { RemoteToCheck } from "./check-remote.ts";
import { passingOver } from "./passing-over.ts";
import type { CheckedPlace } from "./problem.ts";

/**
 * Repairs a remote from the cache: what is damaged is replaced after a sound copy was found in the cache, and what is
 * missing is sent, manifests last.
 *
 * @returns the place with what became of its problems
 * @throws what the remote throws when objects are sent, CANCELLED; that it cannot replace something is a warning
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
  const sent = new Set<string>();
  await passingOver(async () => {
    const { replaced, failed } = await replaceInRemote(route, damaged, context);
    for (const oid of replaced) sent.add(oid);
    for (const { error } of failed) context.onEvent?.({ type: "warning", message: error.message });
  }, context);
  const concerned = new Set(place.problems.map(({ oid }) => oid));
  const outputs = target.outputs.filter(({ oids }) => oids.some((oid) => concerned.has(oid)));
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
