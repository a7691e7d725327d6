import type { Readable } from "node:stream";
import type { ByteRange, FileTree, PrefetchOptions, TreeEntry, TreeKind, TreeStat } from "./file-tree.ts";

/** Returns a folder of a tree as a tree of its own. Links may still lead out of the folder, as far as the tree allows. */
export function subTree(tree: FileTree, prefix: string): FileTree {
  return prefix === "" ? tree : new SubTree(tree, prefix);
}

/** Puts the prefix before each path. */
class SubTree implements FileTree {
  readonly #tree: FileTree;
  readonly #prefix: string;

  constructor(tree: FileTree, prefix: string) {
    this.#tree = tree;
    this.#prefix = prefix;
  }

  list(dir: string): Promise<readonly TreeEntry[] | undefined> {
    return this.#tree.list(this.#full(dir));
  }

  stat(path: string): Promise<TreeStat | undefined> {
    return this.#tree.stat(this.#full(path));
  }

  lookup(path: string): Promise<TreeKind | undefined> {
    return this.#tree.lookup(this.#full(path));
  }

  readBytes(path: string): Promise<Buffer | undefined> {
    return this.#tree.readBytes(this.#full(path));
  }

  openRead(path: string, range?: ByteRange): Promise<Readable | undefined> {
    return this.#tree.openRead(this.#full(path), range);
  }

  async prefetch(paths: readonly string[], options?: PrefetchOptions): Promise<void> {
    await this.#tree.prefetch?.(
      paths.map((path) => this.#full(path)),
      options,
    );
  }

  #full(path: string): string {
    return path === "" ? this.#prefix : `${this.#prefix}/${path}`;
  }
}
