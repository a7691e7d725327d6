import { type GitRepo, runInRepo } from "./git-repo.ts";

/**
 * Stages files for the next commit (`git add`); files that are gone are staged as removed.
 *
 * @param paths relative to the work tree
 * @throws GIT_FAILED if git ignores one of them, does not know it and it is not there, or the index is locked
 */
export async function stagePaths(repo: GitRepo, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return;
  const args = ["add", "--pathspec-from-file=-", "--pathspec-file-nul"];
  await runInRepo(repo, args, { input: `${paths.join("\0")}\0` });
}
