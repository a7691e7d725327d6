import { posix } from "node:path";
import { headCommit } from "../../git/resolve-revision.ts";
import { isDirty, listUntracked } from "../../git/work-tree-queries.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import type { Project, ProjectGit } from "../../project/project.ts";
import { projectPath } from "../../project/select-targets.ts";

/** What Git says of a repository. */
export interface GitState {
  /** Whether there is no commit yet. */
  readonly isEmpty: boolean;
  /** Whether anything that Git looks after has changed; untracked files only if they were asked for. */
  readonly isDirty: boolean;
}

/** Asks Git about the repository around a project; undefined without Git. */
export async function gitState({ git }: Project, withUntracked: boolean): Promise<GitState | undefined> {
  if (git === undefined) return undefined;
  const [commit, changed] = await Promise.all([headCommit(git.repo), isDirty(git.repo)]);
  const isDirtyNow = changed || (withUntracked && (await listUntracked(git.repo)).length > 0);
  return { isEmpty: commit === undefined, isDirty: isDirtyNow };
}

/**
 * Lists the files of a project that neither Git nor DVC tracks, relative to the current folder.
 *
 * @param targets relative to the current folder; none are all
 */
export async function untrackedFiles(project: Project, targets: readonly string[]): Promise<readonly string[]> {
  if (project.git === undefined) return [];
  const wanted = targets.map((target) => projectPath(project, target));
  const files = await projectFiles(project.git);
  return files
    .filter((file) => wanted.length === 0 || wanted.some((target) => target === "" || isAt(file, target)))
    .map((file) => cwdPath(project, file));
}

/** Untracked files of the repository that are in the project, from its root. */
async function projectFiles({ repo, prefix }: ProjectGit): Promise<readonly string[]> {
  const files = await listUntracked(repo);
  if (prefix === "") return files;
  return files.filter((file) => file.startsWith(`${prefix}/`)).map((file) => posix.relative(prefix, file));
}

function isAt(file: string, target: string | undefined): boolean {
  return target !== undefined && (file === target || file.startsWith(`${target}/`));
}
