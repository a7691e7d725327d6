import { dirname } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { reachOf } from "../reach.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";

/**
 * Makes sure that what a plan writes stays in the folder that it is meant for, whatever symbolic links lie on the way:
 * a repository can bring a link along with its data. A plan that does nothing may be behind any link.
 *
 * @param boundary absolute; the folder that must not be left
 * @throws PATH_BEHIND_LINK
 */
export function refuseBehindLink(plan: CheckoutPlan, boundary: string): void {
  if (isIdle(plan)) return;
  const { path, recorded } = plan.request;
  const isReplaced = plan.obstacles.some(({ relpath }) => relpath === "");
  const folder = recorded.kind === "dir" && !isReplaced ? path : dirname(path);
  const { real, isInside } = reachOf(folder, boundary);
  if (isInside) return;
  throw new LodeError("PATH_BEHIND_LINK", `Cannot check out "${path}": it would be written to "${real ?? folder}"`, {
    hint: "Replace the symbolic link on its way by a real directory.",
    details: { path, realPath: real ?? null },
  });
}

/** Says whether there is nothing to do. */
export function isIdle(plan: CheckoutPlan): boolean {
  const lists = [plan.obstacles, plan.obstacleDirs, plan.create, plan.replace, plan.extras, plan.extraDirs];
  return !plan.makeBase && plan.makeExecutable === undefined && lists.every((list) => list.length === 0);
}
