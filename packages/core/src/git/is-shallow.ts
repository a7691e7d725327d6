import { type GitRepo, runInRepo } from "./git-repo.ts";

/** Says whether a repository has only the newest part of its history, as a clone with `--depth` has. */
export async function isShallow(repo: GitRepo): Promise<boolean> {
  const { stdout } = await runInRepo(repo, ["rev-parse", "--is-shallow-repository"]);
  return stdout.toString("latin1").trim() === "true";
}
