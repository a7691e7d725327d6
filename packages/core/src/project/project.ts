import type { FileTree } from "../base/file-tree.ts";
import type { Config } from "../formats/config/config.ts";
import type { GitRepo } from "../git/git-repo.ts";
import type { ObjectStore } from "../store/object-store.ts";
import type { ProjectContext } from "./project-context.ts";

/**
 * One project: its work tree, or any revision of it. A readonly record that operations receive; lower layers get the
 * parts that they use.
 */
export interface Project {
  /** What the caller said of the machine and the user. */
  readonly context: ProjectContext;
  /** Absolute path of the root on this machine; of a mirror, a path that does not exist. */
  readonly rootDir: string;
  /** The folder that targets are relative to, from the root; `""` is the root. */
  readonly cwd: string;
  /** The files, from the root. */
  readonly tree: FileTree;
  /** The commit that the tree is of; undefined for the work tree. */
  readonly commit: string | undefined;
  /** Merged from all levels and validated; paths are absolute. */
  readonly config: Config;
  /** Undefined without Git (`core.no_scm`, or a folder that is in no repository). */
  readonly git: ProjectGit | undefined;
  readonly cache: ProjectCache;
}

/** The Git repository around a project. */
export interface ProjectGit {
  readonly repo: GitRepo;
  /** The project's root from the repository's; `""` if they are the same. */
  readonly prefix: string;
}

/** Where objects of a project lie on this machine. */
export interface ProjectCache {
  /** Absolute; `.dvc/cache`, or `cache.dir`. */
  readonly dir: string;
  /** Objects hashed with md5. */
  readonly current: ObjectStore;
  /** Objects of DVC 2.x, hashed with md5-dos2unix. */
  readonly legacy: ObjectStore;
}

/** The store for objects of one hash name. */
export function storeOf(cache: ProjectCache, hashName: ObjectStore["hashName"]): ObjectStore {
  return hashName === "md5" ? cache.current : cache.legacy;
}
