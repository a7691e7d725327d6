import { type GitRepo, headCommit, runInRepo } from "@lode/core/engine";

/** A commit in the history of a repository. */
export interface HistoryCommit {
  readonly commit: string;
  /** Undefined: it is a first one. */
  readonly firstParent: string | undefined;
  /** Git's second; of commits in one second, each is a millisecond behind its first parent, so that their order is kept. */
  readonly committedAt: Date;
}

/** Lists the commits behind the default branch and all tags, each after its parents. */
export async function readHistory(repo: GitRepo): Promise<readonly HistoryCommit[]> {
  const head = await headCommit(repo);
  const args = ["rev-list", "--topo-order", "--reverse", "--timestamp", "--parents", "--tags"];
  const { stdout } = await runInRepo(repo, [...args, ...(head === undefined ? [] : [head])]);
  const timesMs = new Map<string, number>();
  return stdout
    .toString("latin1")
    .split("\n")
    .filter(Boolean)
    .map((line) => {
      const [seconds = "", commit = "", firstParent] = line.split(" ");
      const timeMs = timeBehind(Number(seconds) * 1000, timesMs.get(firstParent ?? ""));
      timesMs.set(commit, timeMs);
      return { commit, firstParent, committedAt: new Date(timeMs) };
    });
}

/** Never leaves the second. */
function timeBehind(secondMs: number, parentMs: number | undefined): number {
  const isSameSecond = parentMs !== undefined && parentMs >= secondMs && parentMs < secondMs + 999;
  return isSameSecond ? parentMs + 1 : secondMs;
}
