import type { RunContext } from "../../base/events.ts";
import { choosePaths, type PathPatterns } from "../../formats/ignore/path-choice.ts";
import { checkOutputs } from "../../project/check-index.ts";
import { mayBeChosen } from "../../project/choose-wanted.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { withProjectLock } from "../../project/project-lock.ts";
import { refuseOutside } from "../../project/refuse-outside.ts";
import { type SelectOptions, selectTargets } from "../../project/select-targets.ts";
import { checkoutOutputs } from "../../project/workspace/checkout-outputs.ts";
import { checkoutTargets } from "../../project/workspace/checkout-targets.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { type CheckoutResult, summarize } from "./checkout-result.ts";
import { removeObsoleteOutputs } from "./remove-obsolete-outputs.ts";

/** What is checked out, and how. */
export interface CheckoutOptions extends SelectOptions {
  /** Relative to the project's `cwd`. Default: everything; outputs that no stage has any more are then removed. */
  readonly targets?: readonly string[];
  /** True: files that are saved nowhere are removed too. Default: false. */
  readonly force?: boolean;
  /** True: unchanged files are made anew, linked as `cache.type` asks for. Default: false. */
  readonly relink?: boolean;
}

/**
 * Brings the files of outputs to the state that the metadata record. Files whose content is saved nowhere stop it
 * before anything changes, unless `force` is set. Look at `failed` of the result: outputs that lack objects are listed
 * there and do not make it throw.
 *
 * @throws FILES_UNSAVED, PATH_BEHIND_LINK, TARGET_UNKNOWN, LOCK_HELD, OUTPUT_DUPLICATE, OUTPUT_OVERLAP, and what loading
 *   of stage files and hashing throw
 */
export function checkout(project: Project, options: CheckoutOptions, run: RunContext): Promise<CheckoutResult> {
  return withProjectLock(project, () => checkoutLocked(project, options, run));
}

/** Does what checkout does for a caller that holds the project's lock; with patterns, for the files that they choose. */
export async function checkoutLocked(
  project: Project,
  options: CheckoutOptions & PathPatterns,
  run: RunContext,
): Promise<CheckoutResult> {
  const index = loadOnce(project);
  const { targets = [] } = options;
  const selections = await selectTargets({ project, index }, targets, options);
  refuseOutside(selections);
  using workspace = openWorkspace(project, run);
  const isChosen = choosePaths(options);
  const isWhole = targets.length === 0 && isChosen === undefined;
  const removed = isWhole ? await removeObsoleteOutputs(workspace, await index()) : [];
  const chosen = checkoutTargets(selections).filter(({ output }) => mayBeChosen(output, isChosen));
  const { force, relink } = options;
  const checkouts = await checkoutOutputs(workspace, chosen, {
    ...(force !== undefined && { force }),
    ...(relink !== undefined && { relink }),
    ...(isChosen !== undefined && { isChosen }),
  });
  return summarize(project, checkouts, removed);
}

/** The index, loaded when it is first asked for, and checked. */
function loadOnce(project: Project): () => Promise<ProjectIndex> {
  let loaded: Promise<ProjectIndex> | undefined;
  const load = async (): Promise<ProjectIndex> => {
    const index = await loadIndex(project);
    checkOutputs(index);
    return index;
  };
  return () => {
    loaded ??= load();
    return loaded;
  };
}
