import { absoluteDir } from "../scan/scan.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";

/**
 * The part of a plan that creates and replaces files: nothing goes but what stands in the place of one of them. That is
 * for checkouts of chosen files, whose plan takes all others for superfluous.
 */
export function withoutRemovals(plan: CheckoutPlan): CheckoutPlan {
  const { region, extras, extraDirs, counts, change, makeBase, obstacles } = plan;
  const kept = { ...plan, extras: [], extraDirs: [] };
  if (plan.wanted?.length === 0) {
    const nothing = { obstacles: [], obstacleDirs: [], endangered: [], makeBase: false, change: undefined };
    return { ...kept, ...nothing, counts: { added: 0, modified: 0, deleted: 0 } };
  }
  const stays = new Set(extras.map(({ relpath }) => absoluteDir(region, relpath)));
  const deleted = counts.deleted - extras.length - extraDirs.length;
  const isChanged = makeBase || obstacles.length > 0 || counts.added + counts.modified + deleted > 0;
  return {
    ...kept,
    endangered: plan.endangered.filter(({ path }) => !stays.has(path)),
    counts: { ...counts, deleted },
    change: isChanged ? change : undefined,
  };
}
