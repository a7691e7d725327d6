import { readFileSync, type Stats, statSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { isSystemError } from "../base/system-error.ts";
import type { GitContext } from "./git-context.ts";
import type { GitRepo } from "./git-repo.ts";

/** How a repository is looked for. */
export interface FindGitRepoOptions extends GitContext {
  /** Whether the folders above are searched too, up to the end of the file system. Default: no. */
  readonly searchParents?: boolean;
  /** Whether a bare repository, or a `.git` folder itself, is accepted as the start. Default: no. */
  readonly bare?: boolean;
}

/**
 * Finds the Git repository whose work tree is at, or above, an absolute path, without starting git. A `.git` file is
 * followed (linked work trees, submodules); a `.git` that is no repository is passed over, as git does.
 */
export async function findGitRepo(startDir: string, options: FindGitRepoOptions): Promise<GitRepo | undefined> {
  const context = contextOf(options);
  const device = statOrUndefined(startDir)?.dev;
  for (let dir = startDir; statOrUndefined(dir)?.dev === device; dir = dirname(dir)) {
    const repo = repoAt(dir, options.bare ?? false);
    if (repo !== undefined) return { ...context, ...repo };
    if (!options.searchParents || dirname(dir) === dir) return undefined;
  }
  return undefined;
}

/**
 * Opens a repository on disk where it is: a work tree, a folder in one, a bare repository or a `.git` folder.
 * Returns undefined if the path is none of these.
 */
export function openLocalRepo(path: string, context: GitContext): Promise<GitRepo | undefined> {
  return findGitRepo(path, { ...contextOf(context), searchParents: true, bare: true });
}

type RepoPaths = Pick<GitRepo, "gitDir" | "commonDir"> & { readonly workTree?: string };

function repoAt(dir: string, bare: boolean): RepoPaths | undefined {
  const dotGit = join(dir, ".git");
  const gitDir = statOrUndefined(dotGit)?.isFile() ? followGitFile(dotGit) : dotGit;
  const commonDir = gitDir === undefined ? undefined : commonDirOf(gitDir);
  if (gitDir !== undefined && commonDir !== undefined) return { gitDir, commonDir, workTree: dir };
  const bareCommonDir = bare ? commonDirOf(dir) : undefined;
  if (bareCommonDir === undefined) return undefined;
  const isDotGit = basename(dir) === ".git" && bareCommonDir === dir;
  return { gitDir: dir, commonDir: bareCommonDir, ...(isDotGit ? { workTree: dirname(dir) } : {}) };
}

/** Reads the one line `gitdir: <path>` that stands for a folder elsewhere. */
function followGitFile(file: string): string | undefined {
  const path = /^gitdir: (.+?)\r?\n?$/s.exec(readFileSync(file, "utf8"))?.[1];
  return path === undefined ? undefined : resolve(dirname(file), path);
}

/** The common folder of a Git folder; undefined if it is not one (git's own test: HEAD, objects, refs). */
function commonDirOf(gitDir: string): string | undefined {
  if (!statOrUndefined(join(gitDir, "HEAD"))?.isFile()) return undefined;
  const pointer = readOrUndefined(join(gitDir, "commondir"));
  const commonDir = pointer === undefined ? gitDir : resolve(gitDir, pointer.replace(/\r?\n$/, ""));
  const isRepo = ["objects", "refs"].every((name) => statOrUndefined(join(commonDir, name))?.isDirectory());
  return isRepo ? commonDir : undefined;
}

function contextOf({ env, interactive }: GitContext): GitContext {
  return { env, ...(interactive === undefined ? {} : { interactive }) };
}

function statOrUndefined(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (isSystemError(error, "ENOTDIR", "EACCES", "ELOOP", "ENAMETOOLONG")) return undefined;
    throw error;
  }
}

function readOrUndefined(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
