import type { FileTree, TreeEntry } from "../base/file-tree.ts";
import { isLodeError, LodeError } from "../base/lode-error.ts";
import { createIgnoreMatcher, type IgnoreMatcher } from "../formats/ignore/ignore-matcher.ts";
import type { WalkScope } from "../worktree/scan/walk-scope.ts";
import { readTreeText } from "./read-tree-text.ts";

const PROJECT_DIR = ".dvc";

/** The name of the files with rules. */
export const IGNORE_FILE = ".dvcignore";

/**
 * The `.dvcignore` rules at a project's root. Folders that are projects of their own are ignored with all that is in
 * them, once they are entered.
 *
 * @throws IGNORE_INVALID
 */
export async function rootIgnoreScope(tree: FileTree): Promise<WalkScope> {
  const ignoreText = await readIgnoreText(tree, IGNORE_FILE);
  return new TreeScope(tree, "", createIgnoreMatcher({ ignoreText }));
}

/**
 * The `.dvcignore` rules of a folder; undefined if the folder itself is ignored.
 *
 * @throws IGNORE_INVALID
 */
export async function ignoreScopeAt(tree: FileTree, dir: string): Promise<WalkScope | undefined> {
  let scope = await rootIgnoreScope(tree);
  let path = "";
  for (const name of dir === "" ? [] : dir.split("/")) {
    if (scope.isIgnored(name, "dir")) return undefined;
    path = path === "" ? name : `${path}/${name}`;
    scope = await scope.enter(name, await ruleEntries(tree, path));
  }
  return scope;
}

/** The entries of a folder that its rules follow from; to list a large folder for them would cost much more. */
async function ruleEntries(tree: FileTree, dir: string): Promise<readonly TreeEntry[]> {
  const entries: TreeEntry[] = [];
  for (const name of [PROJECT_DIR, IGNORE_FILE]) {
    const found = await tree.lookup(`${dir}/${name}`);
    if (found !== undefined) entries.push({ name, kind: found.kind });
  }
  return entries;
}

/**
 * Reads the text of a `.dvcignore`; undefined if it is not there.
 *
 * @throws IGNORE_INVALID if it is not UTF-8
 */
export async function readIgnoreText(tree: FileTree, path: string): Promise<string | undefined> {
  try {
    const text = await readTreeText(tree, path);
    if (text === undefined && (await tree.lookup(path))?.kind === "dir") throw isDirectory(path);
    return text;
  } catch (error) {
    if (!isLodeError(error, "TEXT_NOT_UTF8")) throw error;
    const { message, details } = error;
    throw new LodeError("IGNORE_INVALID", message, { hint: "Save the file as UTF-8.", details, cause: error });
  }
}

function isDirectory(path: string): LodeError {
  return new LodeError("IGNORE_INVALID", `Cannot read the ignore rules '${path}': it is a directory`, {
    hint: "Move the directory away.",
    details: { path },
  });
}

class TreeScope implements WalkScope {
  readonly #tree: FileTree;
  readonly #dir: string;
  readonly #matcher: IgnoreMatcher;

  constructor(tree: FileTree, dir: string, matcher: IgnoreMatcher) {
    this.#tree = tree;
    this.#dir = dir;
    this.#matcher = matcher;
  }

  isIgnored(name: string, kind: "file" | "dir"): boolean {
    return this.#matcher.isIgnored(name, kind === "dir");
  }

  async enter(name: string, entries: readonly TreeEntry[]): Promise<WalkScope> {
    if (entries.some((entry) => entry.name === PROJECT_DIR)) return everythingIgnored;
    const path = this.#dir === "" ? name : `${this.#dir}/${name}`;
    const hasRules = entries.some((entry) => entry.name === IGNORE_FILE);
    const ignoreText = hasRules ? await readIgnoreText(this.#tree, `${path}/${IGNORE_FILE}`) : undefined;
    return new TreeScope(this.#tree, path, this.#matcher.enter(name, { ignoreText }));
  }
}

const everythingIgnored: WalkScope = { isIgnored: () => true, enter: () => everythingIgnored };
