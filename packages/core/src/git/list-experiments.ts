import { type GitRepo, runInRepo } from "./git-repo.ts";

/**
 * The commits of DVC's experiments: of each reference `refs/exps/ab/cdef…/<name>`, which names the commit that the
 * experiment starts from, its tip and what lies between the two.
 */
export async function listExperimentCommits(repo: GitRepo): Promise<readonly string[]> {
  const { stdout } = await runInRepo(repo, ["for-each-ref", "--format=%(objectname) %(refname)", "refs/exps"]);
  const commits = new Set<string>();
  for (const line of stdout.toString("utf8").split("\n")) {
    const [, tip = "", start, rest] = EXPERIMENT.exec(line) ?? [];
    if (start === undefined || rest === undefined) continue;
    const { stdout: between } = await runInRepo(repo, ["rev-list", tip, `^${start}${rest}`]);
    for (const commit of [tip, ...between.toString("latin1").split("\n").filter(Boolean)]) commits.add(commit);
  }
  return [...commits];
}

const EXPERIMENT = /^([0-9a-f]+) refs\/exps\/([0-9a-f]{2})\/([0-9a-f]{38,62})\/./;
