import { join } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import type { RelPath } from "../../base/rel-path.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import type { Output } from "../../project/output.ts";
import type { Workspace } from "../../project/workspace/workspace.ts";
import { addWholeOutput } from "../add/add-output.ts";
import type { AddedState } from "../add/add-state.ts";
import type { MovePaths } from "./move-paths.ts";

/**
 * Saves the data of an output before they are moved, as `add` does; those of a move that was ended early are at the new
 * place.
 *
 * @returns undefined, after a warning, if they are at neither place
 * @throws OBJECT_MISSING if there is a link to nothing, and what saving throws
 */
export async function saveData(
  workspace: Workspace,
  output: Output,
  { source, destination }: MovePaths,
): Promise<AddedState | undefined> {
  const { project, run } = workspace;
  const path = [source, destination].find((candidate) => isThere(project.rootDir, candidate));
  if (path === undefined) {
    run.onEvent?.({ type: "warning", message: `'${cwdPath(project, source)}' missing` });
    return undefined;
  }
  const saved = await addWholeOutput(workspace, { ...output, location: { kind: "inside", path } }, {});
  for (const { message } of saved.linkFailures) run.onEvent?.({ type: "warning", message });
  return saved;
}

function isThere(rootDir: string, path: RelPath): boolean {
  const full = join(rootDir, path);
  if (lstatPath(full) === undefined) return false;
  if (statIfThere(full) !== undefined) return true;
  throw new LodeError("OBJECT_MISSING", `Cannot move "${full}": it is a link to an object that is not in the cache`, {
    hint: "Get the object with `lode fetch`, or remove the link.",
    details: { path: full },
  });
}
