import { isLodeError } from "../../base/lode-error.ts";
import type { Project } from "../../project/project.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import type { MoveContext } from "../../transfer/transfer-progress.ts";
import { type CheckoutOptions, checkoutLocked } from "../checkout/checkout.ts";
import type { CheckoutResult } from "../checkout/checkout-result.ts";
import { expandGlobs } from "../expand-globs.ts";
import { type FetchOptions, type FetchResult, fetchLocked, fetchResult, refuseFailed } from "../fetch/fetch.ts";

/** What is pulled, from where, and how it is checked out. */
export interface PullOptions extends Omit<FetchOptions, "maxSizeBytes" | "types">, Pick<CheckoutOptions, "force"> {
  /** Targets are patterns. Default: false. */
  readonly glob?: boolean;
}

/** What was fetched, and what changed in the work tree. */
export interface PullResult extends FetchResult {
  readonly checkout: CheckoutResult;
}

/**
 * Brings the objects of outputs into the cache and the work tree to the state that the metadata record: fetch and
 * checkout of the same targets under one lock. As with checkout, look at `failed` of the result: an object that the remote
 * has with wrong bytes is refused with a warning, and the rest is checked out.
 *
 * @throws what fetch and checkout throw; what was fetched stays
 */
export function pull(project: Project, options: PullOptions, context: MoveContext): Promise<PullResult> {
  return withProjectLock(project, async () => {
    const targets = await expandGlobs(project, options);
    const outcome = await fetchLocked(project, { ...options, targets }, context);
    if (outcome.failed.some(({ error }) => !isLodeError(error, "OBJECT_CORRUPT"))) refuseFailed(outcome);
    for (const { error } of outcome.failed) context.onEvent?.({ type: "warning", message: error.message });
    const { withDeps, recursive, force, include, exclude } = options;
    const checkoutOptions = {
      targets,
      ...(withDeps !== undefined && { withDeps }),
      ...(recursive !== undefined && { recursive }),
      ...(force !== undefined && { force }),
      ...(include !== undefined && { include }),
      ...(exclude !== undefined && { exclude }),
    };
    return { ...fetchResult(outcome), checkout: await checkoutLocked(project, checkoutOptions, context) };
  });
}
