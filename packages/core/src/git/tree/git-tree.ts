import type { FileTree, PrefetchOptions, TreeEntry } from "../../base/file-tree.ts";
import type { GitRepo } from "../git-repo.ts";
import { GitFiles, type GitLinks } from "./git-files.ts";
import type { GitObjects } from "./git-objects.ts";
import type { GitPathInfo } from "./git-path-info.ts";
import { GitReaders } from "./git-readers.ts";

/** Where in a commit a tree starts, and what its symbolic links are. */
export interface TreeView {
  /** The folder that becomes the root, relative to the repository's. Default: the repository's root. */
  readonly prefix?: string;
  /** Default: followed, inside the repository only; one that leads out of it is a broken link. */
  readonly links?: GitLinks;
}

/** The same, and how the tree is read. */
export interface OpenGitTreeOptions extends TreeView {
  /** Shared with the trees of other commits, and disposed by whoever made them. Default: of this tree alone. */
  readonly readers?: GitReaders;
}

/**
 * The files of a Git repository at one commit. Folders are read when they are first asked for and then kept. A submodule
 * is `other`.
 *
 * Reading throws GIT_OBJECT_MISSING if the repository is damaged and, for a mirror, OFFLINE or SOURCE_UNREACHABLE if
 * an object has still to be fetched and cannot be.
 */
export interface GitTree extends FileTree, AsyncDisposable {
  /** The id of the commit. */
  readonly commit: string;
  /** Like `stat`, without the size; links followed. */
  lookup(path: string): Promise<GitPathInfo | undefined>;
  /**
   * Fetches what a partial clone lacks of these files and folders, in one request. Does nothing in a whole clone.
   * Paths that do not exist are passed over.
   */
  prefetch(paths: readonly string[], options?: PrefetchOptions): Promise<void>;
}

/**
 * Opens the tree of a commit. The caller disposes it; a disposed tree reads no more.
 *
 * @param commit a full commit id, see resolveRevision
 * @throws REVISION_UNKNOWN if the repository has no such commit
 */
export async function openGitTree(
  repo: GitRepo,
  commit: string,
  { readers, ...view }: OpenGitTreeOptions = {},
): Promise<GitTree> {
  if (readers !== undefined) return openTreeOf(readers, commit, view);
  await using opening = new AsyncDisposableStack();
  const own = opening.use(new GitReaders(repo));
  const tree = new PrefixedTree(await openFiles(own, commit, view), view.prefix ?? "", own);
  opening.move();
  return tree;
}

/**
 * Opens the tree of a commit of any objects, which outlive it.
 *
 * @throws REVISION_UNKNOWN if there is no such commit
 */
export async function openTreeOf(objects: GitObjects, commit: string, view: TreeView): Promise<GitTree> {
  return new PrefixedTree(await openFiles(objects, commit, view), view.prefix ?? "");
}

function openFiles(objects: GitObjects, commit: string, { links = "followed" }: TreeView): Promise<GitFiles> {
  return GitFiles.open(commit, { objects, links });
}

/** Puts the prefix before each path; all the reading is GitFiles'. */
class PrefixedTree implements GitTree {
  readonly commit: string;
  readonly #files: GitFiles;
  readonly #prefix: string;
  /** Disposed with the tree. */
  readonly #own: AsyncDisposable | undefined;

  constructor(files: GitFiles, prefix: string, own?: AsyncDisposable) {
    this.commit = files.commit;
    this.#files = files;
    this.#prefix = prefix;
    this.#own = own;
  }

  async list(dir: string): Promise<readonly TreeEntry[] | undefined> {
    const entries = await this.#files.list(this.#full(dir));
    return entries?.map(({ name, kind }) => ({ name, kind }));
  }

  lookup(path: string): ReturnType<GitTree["lookup"]> {
    return this.#files.lookup(this.#full(path));
  }

  stat(path: string): ReturnType<FileTree["stat"]> {
    return this.#files.stat(this.#full(path));
  }

  readBytes(path: string): ReturnType<FileTree["readBytes"]> {
    return this.#files.readBytes(this.#full(path));
  }

  openRead(...[path, range]: Parameters<FileTree["openRead"]>): ReturnType<FileTree["openRead"]> {
    return this.#files.openRead(this.#full(path), range);
  }

  prefetch(...[paths, options]: Parameters<GitTree["prefetch"]>): Promise<void> {
    return this.#files.prefetch(
      paths.map((path) => this.#full(path)),
      options ?? {},
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#own?.[Symbol.asyncDispose]();
  }

  #full(path: string): string {
    if (this.#prefix === "") return path;
    return path === "" ? this.#prefix : `${this.#prefix}/${path}`;
  }
}
