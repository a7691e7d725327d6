import { posix } from "node:path";
import { isDirty, listUntracked } from "../../git/work-tree-queries.ts";
import { cwdPath } from "../../project/cwd-path.ts";
import type { Project } from "../../project/project.ts";
import { projectPath } from "../../project/select-targets.ts";

/** What Git says of the repository around a project. */
export interface GitState {
  /** Files of the project that neither Git nor DVC tracks, relative to the current folder. */
  readonly untracked: readonly string[];
  /** Whether anything that Git looks after has changed; untracked files only if they were asked for. */
  readonly isDirty: boolean;
}

/** What Git is asked. */
export interface GitQuestion {
  /** Relative to the current folder; none are all. */
  readonly targets: readonly string[];
  readonly untracked: boolean;
  /** Whether other changes are of interest. */
  readonly changes: boolean;
}

/** Asks Git about the repository around a project; without Git, there is nothing to tell. */
export async function gitState(project: Project, question: GitQuestion): Promise<GitState> {
  const { git } = project;
  if (git === undefined) return { untracked: [], isDirty: false };
  const files = question.untracked ? await listUntracked(git.repo) : [];
  const isChanged = question.changes && (files.length > 0 || (await isDirty(git.repo)));
  const wanted = question.targets.map((target) => projectPath(project, target));
  const untracked = inProject(files, git.prefix)
    .filter((file) => wanted.length === 0 || wanted.some((target) => isAt(file, target)))
    .map((file) => cwdPath(project, file));
  return { untracked, isDirty: isChanged };
}

/** The files of a repository that are in the project, from its root. */
function inProject(files: readonly string[], prefix: string): readonly string[] {
  if (prefix === "") return files;
  return files.filter((file) => file.startsWith(`${prefix}/`)).map((file) => posix.relative(prefix, file));
}

function isAt(file: string, target: string | undefined): boolean {
  return target !== undefined && (target === "" || file === target || file.startsWith(`${target}/`));
}
