import { type GitRepo, runInRepo } from "./git-repo.ts";

/** The id of the blob or tree at a path of a commit; undefined if there is none, or the repository lacks the commit. */
export async function pathOid(repo: GitRepo, commit: string, path: string): Promise<string | undefined> {
  const { stdout, exitCode } = await runInRepo(repo, ["rev-parse", "--verify", "--quiet", `${commit}:${path}`], {
    okExits: [1, 128],
    extraEnv: { GIT_ALLOW_PROTOCOL: "none" },
  });
  return exitCode === 0 ? stdout.toString("latin1").trim() : undefined;
}
