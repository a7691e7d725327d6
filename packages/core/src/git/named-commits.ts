import type { GitRepo } from "./git-repo.ts";
import { GitObjectReader } from "./tree/object-reader.ts";

/**
 * Finds the commits that names of branches and tags lead to, all with one process, by the same rules as resolveRevision.
 *
 * @param names without line breaks, and nothing but names: see refState
 * @returns the ids; what leads to no commit is left out
 * @throws GIT_FAILED
 */
export async function namedCommits(repo: GitRepo, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  await using reader = new GitObjectReader(repo, "info");
  const found = await Promise.all(names.map((name) => reader.read(`${name}^{commit}`)));
  return new Map(found.flatMap((commit, at) => (commit === undefined ? [] : [[names[at] ?? "", commit.oid]])));
}
