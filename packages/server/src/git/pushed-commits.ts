import { type GitRepo, runInRepo } from "@lode/core/engine";
import type { RefUpdate } from "./push-question.ts";

/**
 * Lists the commits that a push brings and no reference leads to yet, the newest first.
 *
 * @param repo with the push's quarantine
 */
export async function pushedCommits(repo: GitRepo, updates: readonly RefUpdate[]): Promise<readonly string[]> {
  const tips = updates.map(({ after }) => after).filter((after) => !/^0+$/.test(after));
  if (tips.length === 0) return [];
  // A reference may lead to what is no commit, which has nothing for us.
  const args = ["rev-list", "--ignore-missing", "--stdin", "--not", "--all"];
  const { stdout } = await runInRepo(repo, args, { input: tips.join("\n") });
  return stdout.toString("latin1").split("\n").filter(Boolean);
}
