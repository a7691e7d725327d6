import { findAbsent } from "../../store/find-absent.ts";
import type { StoreStamp } from "../../store/store-stamp.ts";
import { type CompletenessQuestion, isWorthRemembering, rememberComplete } from "../digest/completeness.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";

/** What a checkout shows by the way if it succeeds: a store has a large directory, when the object of each file is read. */
export function completenessShownBy({
  request,
  wanted,
  create,
  replace,
}: CheckoutPlan): CompletenessQuestion | undefined {
  const { store, memory, recorded } = request;
  if (recorded.kind !== "dir" || wanted?.length !== create.length + replace.length) return undefined;
  const question = { store, manifestOid: recorded.oid, members: wanted.length, memory };
  return isWorthRemembering(question) ? question : undefined;
}

/**
 * Remembers what a checkout has shown, so that the next look at the store need not ask for each object.
 *
 * @param stamp of the store before the first object was read; undefined if not each was found
 */
export function rememberShown(plan: CheckoutPlan, stamp: StoreStamp | undefined): void {
  const question = stamp === undefined ? undefined : completenessShownBy(plan);
  if (question === undefined || stamp === undefined) return;
  if (findAbsent(question.store, [question.manifestOid]).size === 0) rememberComplete(question, stamp);
}
