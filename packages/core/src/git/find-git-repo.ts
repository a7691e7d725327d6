import type { Stats } from "node:fs";
import { readFile, stat } from "node:fs/promises";
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
  const device = (await statOrUndefined(startDir))?.dev;
  for (let dir = startDir; (await statOrUndefined(dir))?.dev === device; dir = dirname(dir)) {
    const repo = await repoAt(dir, options.bare ?? false);
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

async function repoAt(dir: string, bare: boolean): Promise<RepoPaths | undefined> {
  const dotGit = join(dir, ".git");
  const gitDir = (await statOrUndefined(dotGit))?.isFile() ? await followGitFile(dotGit) : dotGit;
  const commonDir = gitDir === undefined ? undefined : await commonDirOf(gitDir);
  if (gitDir !== undefined && commonDir !== undefined) return { gitDir, commonDir, workTree: dir };
  const bareCommonDir = bare ? await commonDirOf(dir) : undefined;
  if (bareCommonDir === undefined) return undefined;
  const isDotGit = basename(dir) === ".git" && bareCommonDir === dir;
  return { gitDir: dir, commonDir: bareCommonDir, ...(isDotGit ? { workTree: dirname(dir) } : {}) };
}

/** Reads the one line `gitdir: <path>` that stands for a folder elsewhere. */
async function followGitFile(file: string): Promise<string | undefined> {
  const path = /^gitdir: (.+?)\r?\n?$/s.exec(await readFile(file, "utf8"))?.[1];
  return path === undefined ? undefined : resolve(dirname(file), path);
}

/** The common folder of a Git folder; undefined if it is not one (git's own test: HEAD, objects, refs). */
async function commonDirOf(gitDir: string): Promise<string | undefined> {
  if (!(await statOrUndefined(join(gitDir, "HEAD")))?.isFile()) return undefined;
  const pointer = await readOrUndefined(join(gitDir, "commondir"));
  const commonDir = pointer === undefined ? gitDir : resolve(gitDir, pointer.replace(/\r?\n$/, ""));
  const [objects, refs] = await Promise.all([
    statOrUndefined(join(commonDir, "objects")),
    statOrUndefined(join(commonDir, "refs")),
  ]);
  return objects?.isDirectory() && refs?.isDirectory() ? commonDir : undefined;
}

function contextOf({ env, interactive }: GitContext): GitContext {
  return { env, ...(interactive === undefined ? {} : { interactive }) };
}

async function statOrUndefined(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path);
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR", "EACCES", "ELOOP", "ENAMETOOLONG")) return undefined;
    throw error;
  }
}

async function readOrUndefined(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return undefined;
    throw error;
  }
}
