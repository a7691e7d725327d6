import { compareCodePoints } from "../../base/code-point-order.ts";
import type { RunContext } from "../../base/events.ts";
import type { Oid } from "../../base/oid.ts";
import { findMissing } from "../../store/find-missing.ts";
import type { ObjectStore } from "../../store/object-store.ts";
import { batchOptions } from "../batch-options.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";

/**
 * Finds the files that plans would remove or replace although their content is not in the store: after the checkout it
 * would be nowhere. Look at all plans before any is applied.
 *
 * @returns absolute paths, sorted
 * @throws IO_FAILED, CANCELLED
 */
export async function findUnsaved(plans: readonly CheckoutPlan[], run: RunContext): Promise<readonly string[]> {
  const unsaved: string[] = [];
  for (const [store, group] of Map.groupBy(plans, (plan) => plan.request.store)) {
    const endangered = group.flatMap((plan) => plan.endangered);
    const missing = await missingOids(
      store,
      endangered.flatMap(({ oid }) => oid ?? []),
      run,
    );
    for (const { path, oid } of endangered) {
      if (oid === undefined || missing.has(oid)) unsaved.push(path);
    }
  }
  return unsaved.sort(compareCodePoints);
}

/** The objects among these that a store does not have. */
export async function missingOids(
  store: ObjectStore,
  oids: readonly Oid[],
  run: RunContext,
): Promise<ReadonlySet<Oid>> {
  return new Set(await findMissing(store, oids, batchOptions({ task: "query", total: oids.length }, run)));
}
