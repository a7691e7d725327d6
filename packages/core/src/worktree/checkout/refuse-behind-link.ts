import { dirname, relative, sep } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { realPath } from "../../fs/lstat-path.ts";
import type { CheckoutPlan } from "./checkout-plan.ts";

/** Folders below a boundary that no output may reach. */
const FORBIDDEN = new Set([".git", ".dvc", ".hg"]);

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
  const real = nearestRealPath(folder);
  const inside = real === undefined ? [] : relative(realPath(boundary) ?? boundary, real).split(sep);
  if (real !== undefined && inside[0] !== ".." && !inside.some((part) => FORBIDDEN.has(part))) return;
  throw new LodeError("PATH_BEHIND_LINK", `Cannot check out "${path}": it would be written to "${real ?? folder}"`, {
    hint: "Replace the symbolic link on its way by a real directory.",
    details: { path, realPath: real ?? null },
  });
}

/** Resolves the links of the part of a path that is there. */
function nearestRealPath(path: string): string | undefined {
  for (let folder = path; ; folder = dirname(folder)) {
    const real = realPath(folder);
    if (real !== undefined || dirname(folder) === folder) return real;
  }
}

/** Says whether there is nothing to do. */
export function isIdle(plan: CheckoutPlan): boolean {
  const lists = [plan.obstacles, plan.obstacleDirs, plan.create, plan.replace, plan.extras, plan.extraDirs];
  return !plan.makeBase && plan.makeExecutable === undefined && lists.every((list) => list.length === 0);
}
