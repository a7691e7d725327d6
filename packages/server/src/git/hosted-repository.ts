import { ensureDir, type GitRepo, removeTree, runGit, runInRepo } from "@lode/core/engine";
import { type GitHost, gitDirOf } from "./git-host.ts";

/** The branch of a new repository, until a push brings another one alone. */
const FIRST_BRANCH = "main";

/** Makes an empty bare repository. @throws GIT_FAILED, GIT_MISSING, IO_FAILED */
export async function createHosted(host: GitHost, repositoryId: string): Promise<void> {
  ensureDir(host.dir);
  const dir = gitDirOf(host, repositoryId);
  await runGit(host.context, ["init", "--quiet", "--bare", `--initial-branch=${FIRST_BRANCH}`, "--template=", dir]);
}

/** Removes a repository; that it is not there is no error. */
export function removeHosted(host: GitHost, repositoryId: string): void {
  removeTree(gitDirOf(host, repositoryId));
}

/** A hosted repository, for core's Git functions. */
export function hostedRepo(host: GitHost, repositoryId: string): GitRepo {
  const dir = gitDirOf(host, repositoryId);
  return { ...host.context, gitDir: dir, commonDir: dir };
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
