import { join } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import { type GitOutcome, withGitChanges } from "../../project/git-changes.ts";
import { loadIndex } from "../../project/load-index.ts";
import type { Project } from "../../project/project.ts";
import { withPathLock, withProjectLock } from "../../project/project-lock.ts";
import { openWorkspace } from "../../project/workspace/workspace.ts";
import { expandGlobs } from "../expand-globs.ts";
import { type AddedItem, addItems } from "./add-item-output.ts";
import type { TakeOverOptions } from "./add-output.ts";
import { collectItems } from "./collect-items.ts";

/** What is tracked, and how. */
export interface AddOptions extends TakeOverOptions {
  /** Relative to the project's `cwd`. */
  readonly targets: readonly string[];
  /** Targets are patterns. Default: false. */
  readonly glob?: boolean;
}

/** What was tracked. Paths are relative to the current folder. */
export interface AddResult {
  readonly added: readonly AddedOutput[];
  /** Files whose content was saved, but which could not be linked to the cache as `cache.type` asks for. */
  readonly unlinked: readonly string[];
  readonly git: GitOutcome;
}

/** An output whose `.dvc` file was written. */
export interface AddedOutput {
  readonly path: string;
  readonly dvcFile: string;
  readonly oid: string;
}

/**
 * Tracks files and directories: their content goes into the cache, a `.dvc` file beside each records it, and Git ignores
 * it. A path in a tracked directory updates that directory, of which the rest need not be there.
 *
 * Targets are taken over one after the other; if one fails, the ones before it stay tracked, but the lines that were
 * added to `.gitignore` files are taken back.
 *
 * @throws GLOB_NO_MATCH, OUTPUT_MISSING, OUTPUT_TRACKED_BY_GIT, LOCK_HELD, and what collectItems and saving throw
 */
export function add(project: Project, options: AddOptions, run: RunContext): Promise<AddResult> {
  return withProjectLock(project, async () => {
    const targets = await expandGlobs(project, options);
    using workspace = openWorkspace(project, run);
    const { result, git } = await withGitChanges(project, async (changes) => {
      const items = await collectItems(workspace, () => loadIndex(project), targets);
      await changes.prepare(items.map(({ output }) => output));
      const lock = { read: [], write: items.map(({ output }) => join(project.rootDir, output)) };
      return withPathLock(project, lock, () => addItems(workspace, items, { changes, options }));
    });
    const unlinked = result.filter(({ added }) => added.linkFailures.length > 0);
    return {
      added: result.map((added) => describeAdded(project, added)),
      unlinked: unlinked.map((added) => describeAdded(project, added).path),
      git,
    };
  });
}

function describeAdded(project: Project, { item, entry }: AddedItem): AddedOutput {
  const { output, within, draft } = item;
  return {
    path: cwdPath(project, within === undefined ? output : `${output}/${within}`),
    dvcFile: cwdPath(project, draft.file),
    oid: entry.checksum?.value ?? "",
  };
}
