import { join } from "node:path";
import {
  ensureDir,
  type GitRepo,
  listNames,
  moveFile,
  pathExists,
  removeTree,
  runGit,
  runInRepo,
} from "@lode/core/engine";
import { type GitHost, gitDirOf } from "./git-host.ts";

/** The branch of a new repository, until a push brings another one alone. */
const FIRST_BRANCH = "main";

/** The end of the name of a repository that is being made or removed: one in part never has its own name. */
const PARTIAL = ".partial";

/** Makes an empty bare repository. @throws GIT_FAILED, GIT_MISSING, IO_FAILED */
export async function createHosted(host: GitHost, repositoryId: string): Promise<void> {
  ensureDir(host.dir);
  const dir = gitDirOf(host, repositoryId);
  const partial = `${dir}${PARTIAL}`;
  const branch = `--initial-branch=${FIRST_BRANCH}`;
  await runGit(host.context, ["init", "--quiet", "--bare", branch, "--template=", partial]);
  moveFile(partial, dir);
}

/** Removes a repository; that it is not there is no error. */
export function removeHosted(host: GitHost, repositoryId: string): void {
  const dir = gitDirOf(host, repositoryId);
  if (!pathExists(dir)) return;
  moveFile(dir, `${dir}${PARTIAL}`);
  removeTree(`${dir}${PARTIAL}`);
}

/** Removes what a killed server has left half made or half removed. Nobody else may be using the folder. */
export function removePartial(host: GitHost): void {
  for (const name of listNames(host.dir) ?? []) if (name.endsWith(PARTIAL)) removeTree(join(host.dir, name));
}

/** A hosted repository, for core's Git functions. */
export function hostedRepo(host: GitHost, repositoryId: string): GitRepo {
  const dir = gitDirOf(host, repositoryId);
  return { ...host.context, gitDir: dir, commonDir: dir, isWhole: true };
}

/**
 * Points HEAD at a branch that exists, after a push: of a repository whose first push did not bring the branch that HEAD
 * names, nobody could clone a work tree.
 */
export async function settleHead(repo: GitRepo): Promise<void> {
  const head = await runInRepo(repo, ["rev-parse", "--quiet", "--verify", "HEAD"], { okExits: [1] });
  if (head.exitCode === 0) return;
  const { stdout } = await runInRepo(repo, ["for-each-ref", "--count=1", "--format=%(refname)", "refs/heads/"]);
  const branch = stdout.toString("utf8").trim();
  if (branch !== "") await runInRepo(repo, ["symbolic-ref", "HEAD", branch]);
}
