import { basename, dirname } from "node:path/posix";
import type { FileTree } from "../base/file-tree.ts";
import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import type { Stage } from "./stage.ts";

/** The `.dvcignore` rules of a folder; undefined if the folder itself is ignored. */
export type ScopeOfDir = (dir: string) => Promise<WalkScope | undefined>;

/**
 * Refuses stages with an output that `.dvcignore` excludes: what is excluded is seen as missing everywhere.
 *
 * @throws OUTPUT_IGNORED
 */
export async function checkIgnoredOutputs(
  tree: FileTree,
  stages: readonly Stage[],
  scopeOf: ScopeOfDir,
): Promise<void> {
  for (const stage of stages) {
    for (const { location } of stage.outs) {
      if (location.kind !== "inside" || !(await isIgnored(tree, location.path, scopeOf))) continue;
      throw new LodeError(
        "OUTPUT_IGNORED",
        `Cannot use the stage '${stage.address}': its output '${location.path}' is ignored by .dvcignore`,
        {
          hint: `See which rule does it with \`lode check-ignore -d ${location.path}\`.`,
          details: { path: location.path, stage: stage.address },
        },
      );
    }
  }
}

async function isIgnored(tree: FileTree, path: RelPath, scopeOf: ScopeOfDir): Promise<boolean> {
  const dir = dirname(path);
  const scope = await scopeOf(dir === "." ? "" : dir);
  if (scope === undefined) return true;
  const name = basename(path);
  const asFile = scope.isIgnored(name, "file");
  const asDir = scope.isIgnored(name, "dir");
  if (asFile === asDir) return asFile;
  const kind = (await tree.lookup(path))?.kind;
  if (kind === undefined) return true;
  return kind === "dir" ? asDir : asFile;
}
