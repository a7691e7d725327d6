import { compareCodePoints } from "../../base/code-point-order.ts";
import { isDirOid } from "../../base/oid.ts";
import { cwdLocation } from "../../project/cwd-path.ts";
import type { Project } from "../../project/project.ts";
import type { OutputCheckout } from "../../project/workspace/output-checkout.ts";
import { isMissingContent } from "../../worktree/checkout/apply-checkout.ts";
import type { ChangeCounts } from "../../worktree/checkout/checkout-plan.ts";
import type { RemovedOutput } from "./remove-obsolete-outputs.ts";

/** What a checkout did. Paths are relative to the current folder, directories with a slash at the end. */
export interface CheckoutResult {
  readonly added: readonly string[];
  readonly modified: readonly string[];
  /** Outputs that no stage has any more. */
  readonly deleted: readonly string[];
  /** Files; removed directories count as deleted files, outputs removed as a whole count once. */
  readonly counts: ChangeCounts;
  /** Outputs that could not be brought to their recorded state. */
  readonly failed: readonly FailedOutput[];
  /** Absolute paths of files that were not touched: ignored, changed meanwhile, or saved nowhere else. */
  readonly left: readonly string[];
}

/** An output whose checkout failed. */
export interface FailedOutput {
  readonly path: string;
  /** What went wrong, at most ten sentences. */
  readonly reasons: readonly string[];
  /** True if nothing else went wrong than that content is missing. */
  readonly onlyMissing: boolean;
}

/** Sums up what became of outputs. */
export function summarize(
  project: Project,
  checkouts: readonly OutputCheckout[],
  removed: readonly RemovedOutput[],
): CheckoutResult {
  const pathsOf = (change: OutputCheckout["change"]) =>
    sortPaths(checkouts.filter((checkout) => checkout.change === change).map((checkout) => label(project, checkout)));
  const sum = (key: keyof ChangeCounts) => checkouts.reduce((total, { counts }) => total + counts[key], 0);
  return {
    added: pathsOf("added"),
    modified: pathsOf("modified"),
    deleted: sortPaths(removed.map((output) => removedLabel(project, output))),
    counts: { modified: sum("modified"), added: sum("added"), deleted: sum("deleted") + removed.length },
    failed: checkouts.filter(({ failures }) => failures.length > 0).map((failed) => describeFailed(project, failed)),
    left: checkouts.flatMap(({ left }) => left),
  };
}

function label(project: Project, { output }: OutputCheckout): string {
  const path = cwdLocation(project, output.location);
  return output.oid !== undefined && isDirOid(output.oid) ? `${path}/` : path;
}

/** DVC looks for the path, which starts at the root, from the current folder to see whether it is a directory. */
function removedLabel({ cwd }: Project, { path, kind }: RemovedOutput): string {
  return kind === "dir" && cwd === "" ? `${path}/` : path;
}

/** Directories first, then by code points, as DVC. */
function sortPaths(paths: readonly string[]): readonly string[] {
  return paths.toSorted((a, b) => Number(b.endsWith("/")) - Number(a.endsWith("/")) || compareCodePoints(a, b));
}

function describeFailed(project: Project, { output, failures }: OutputCheckout): FailedOutput {
  const reasons = failures.map(({ message }) => message);
  return { path: cwdLocation(project, output.location), reasons, onlyMissing: failures.every(isMissingContent) };
}
