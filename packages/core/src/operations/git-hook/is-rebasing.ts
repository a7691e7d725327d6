import { join } from "node:path";
import { isDirectory } from "../../fs/is-directory.ts";
import type { Project } from "../../project/project.ts";

/** Says whether a rebase of the project's repository is under way, which a checkout of data could get in the way of. */
export function isRebasing({ git }: Project): boolean {
  if (git === undefined) return false;
  return ["rebase-merge", "rebase-apply"].some((name) => isDirectory(join(git.repo.gitDir, name)));
}
