import { LodeError } from "../base/lode-error.ts";
import type { RelPath } from "../base/rel-path.ts";
import { cwdPath } from "./cwd-path.ts";
import type { GitChanges } from "./git-changes.ts";
import type { Project } from "./project.ts";

/**
 * Makes sure that Git does not have a path that is to be an output.
 *
 * @throws OUTPUT_TRACKED_BY_GIT
 */
export async function refuseTracked(project: Project, path: RelPath, changes: GitChanges): Promise<void> {
  if (!(await changes.isTracked(path))) return;
  const shown = cwdPath(project, path);
  throw new LodeError("OUTPUT_TRACKED_BY_GIT", `Cannot track '${shown}': Git tracks it already`, {
    hint: `Run \`git rm -r --cached '${shown}'\` and commit that, then try again.`,
    details: { path },
  });
}
