import type { FileTree, TreeEntry } from "../base/file-tree.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";

const BUILT_IN = new Set([".git", ".hg", ".dvc"]);

/** The `.dvcignore` rules at a project's root. */
export async function rootIgnoreScope(_tree: FileTree): Promise<WalkScope> {
  return scope;
}

const scope: WalkScope = {
  isIgnored: (name, kind) => BUILT_IN.has(name) && (kind === "dir" || name === ".git"),
  enter: (_name: string, _entries: readonly TreeEntry[]) => scope,
};

/** The `.dvcignore` rules of a folder; undefined if the folder itself is ignored. */
export async function ignoreScopeAt(tree: FileTree, dir: string): Promise<WalkScope | undefined> {
  let at = await rootIgnoreScope(tree);
  for (const name of dir === "" ? [] : dir.split("/")) {
    if (at.isIgnored(name, "dir")) return undefined;
    at = await at.enter(name, []);
  }
  return at;
}
