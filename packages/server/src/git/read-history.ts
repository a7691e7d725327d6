import { type GitRepo, headCommit, runInRepo } from "@lode/core/engine";

/** A commit in the history of a repository. */
export interface HistoryCommit {
  readonly commit: string;
  /** Undefined: it is a first one. */
  readonly firstParent: string | undefined;
  readonly committedAt: Date;
}

/** Lists the commits behind the default branch and all tags, each after its parents. */
export async function readHistory(repo: GitRepo): Promise<readonly HistoryCommit[]> {
  const head = await headCommit(repo);
  const args = ["rev-list", "--topo-order", "--reverse", "--timestamp", "--parents", "--tags"];
  const { stdout } = await runInRepo(repo, [...args, ...(head === undefined ? [] : [head])]);
  const lines = stdout.toString("latin1").split("\n").filter(Boolean);
  return lines.map((line) => {
    const [seconds = "", commit = "", firstParent] = line.split(" ");
    return { commit, firstParent, committedAt: new Date(Number(seconds) * 1000) };
  });
}
