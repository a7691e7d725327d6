import type { RelPath } from "../../base/rel-path.ts";
import { storeOf } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { fullPath, scopeOf, type Workspace } from "../../project/workspace/workspace.ts";
import { createdOutputs, updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import { findObsolete, removeObsolete } from "../../worktree/created/obsolete-output.ts";

/** An output that was removed. */
export interface RemovedOutput {
  /** From the project's root. */
  readonly path: string;
  readonly kind: "file" | "dir";
}

/**
 * Removes outputs that Lode created, that no stage has any more, and that are as they were created: those of the branch
 * that was checked out before. What was modified, or is not in the cache, stays.
 *
 * @throws IO_FAILED, CANCELLED
 */
export async function removeObsoleteOutputs(
  workspace: Workspace,
  index: ProjectIndex,
): Promise<readonly RemovedOutput[]> {
  const { statCache, run, project } = workspace;
  const removed: RemovedOutput[] = [];
  for (const output of createdOutputs(statCache).values()) {
    // The record holds only paths that stay below the root.
    const path = output.path as RelPath;
    if (index.byPath.has(path)) continue;
    const location = { kind: "inside", path } as const;
    const scan = await findObsolete(output, {
      statCache,
      run,
      store: storeOf(project.cache, output.hashName),
      fullPath: fullPath(workspace, location),
      scope: await scopeOf(workspace, location),
    });
    if (scan === undefined) continue;
    removeObsolete(scan);
    removed.push({ path, kind: output.kind });
  }
  updateCreatedOutputs(statCache, { forgotten: removed.map(({ path }) => path) });
  return removed;
}
