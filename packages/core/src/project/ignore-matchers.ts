import type { FileTree } from "../base/file-tree.ts";
import { createIgnoreMatcher, type IgnoreMatcher } from "../formats/ignore/ignore-matcher.ts";
import { IGNORE_FILE, readIgnoreText } from "./ignore-scope.ts";

/**
 * The `.dvcignore` rules of the folders of a tree, for questions about single paths. A folder's rules are read when they
 * are first asked for and remembered; the folders need not exist.
 */
export class IgnoreMatchers {
  readonly #tree: FileTree;
  readonly #known = new Map<string, Promise<IgnoreMatcher>>();

  constructor(tree: FileTree) {
    this.#tree = tree;
  }

  /**
   * Returns the rules of a folder as they are seen by one entry of it. Only if that entry is a project of its own is it
   * part of the rules: to look for the others would cost a look at every subfolder.
   *
   * @param dir relative to the root; `""` is the root
   * @throws IGNORE_INVALID
   */
  async forEntry(dir: string, name: string): Promise<IgnoreMatcher> {
    const isProject = (await this.#tree.lookup(`${join(dir, name)}/.dvc`)) !== undefined;
    const subprojects = isProject ? [name] : [];
    const key = `${dir}\0${subprojects.join()}`;
    const known = this.#known.get(key) ?? this.#load(dir, subprojects);
    this.#known.set(key, known);
    return known;
  }

  async #load(dir: string, subprojects: readonly string[]): Promise<IgnoreMatcher> {
    const ignoreText = await readIgnoreText(this.#tree, join(dir, IGNORE_FILE));
    if (dir === "") return createIgnoreMatcher({ ignoreText, subprojects });
    const end = dir.lastIndexOf("/");
    const [parent, name] = [dir.slice(0, Math.max(end, 0)), dir.slice(end + 1)];
    return (await this.forEntry(parent, name)).enter(name, { ignoreText, subprojects });
  }
}

function join(dir: string, name: string): string {
  return dir === "" ? name : `${dir}/${name}`;
}
