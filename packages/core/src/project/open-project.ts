import { relative, sep } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { DiskTree } from "../fs/disk-tree.ts";
import { findGitRepo } from "../git/find-git-repo.ts";
import { resolveRevision } from "../git/resolve-revision.ts";
import type { GitReaders } from "../git/tree/git-readers.ts";
import { openGitTree } from "../git/tree/git-tree.ts";
import { ensureProjectFiles } from "./ensure-project-files.ts";
import { findProjectRoot } from "./find-root.ts";
import { loadConfig } from "./load-config.ts";
import type { Project, ProjectGit } from "./project.ts";
import { workTreeCache } from "./project-cache.ts";
import type { ProjectContext } from "./project-context.ts";

/**
 * Opens the project around `context.cwd` with its work tree, and makes sure that its private files are there.
 *
 * @throws NOT_A_PROJECT, CONFIG_INVALID, GIT_REPO_MISSING
 */
export async function openProject(context: ProjectContext): Promise<Project> {
  const rootDir = await findProjectRoot(context.cwd);
  const tree = new DiskTree(rootDir);
  const config = await loadConfig(context, { tree, rootDir, local: true });
  const git = config.core.noScm ? undefined : await findProjectGit(context, rootDir);
  await ensureProjectFiles(rootDir, git?.repo);
  const cwd = toPosix(relative(rootDir, context.cwd));
  return { context, rootDir, cwd, tree, commit: undefined, config, git, cache: workTreeCache(rootDir, config) };
}

/**
 * Opens a project at a revision of its own repository. The configuration is that of the revision, but paths in it are
 * those of this machine; the cache is the given project's. The caller disposes it.
 *
 * @throws REVISION_UNKNOWN, CONFIG_INVALID, GIT_REPO_MISSING
 */
export async function openProjectAt(project: Project, rev: string): Promise<Project & AsyncDisposable> {
  const { repo } = requireGit(project);
  return openProjectAtCommit(project, await resolveRevision(repo, rev));
}

/**
 * Opens a project at a commit, as openProjectAt does.
 *
 * @param commit a full commit id
 * @param readers shared by several commits, and disposed last; default: of this commit alone
 * @throws REVISION_UNKNOWN, CONFIG_INVALID, GIT_REPO_MISSING
 */
export async function openProjectAtCommit(
  project: Project,
  commit: string,
  readers?: GitReaders,
): Promise<Project & AsyncDisposable> {
  const { repo, prefix } = requireGit(project);
  const tree = await openGitTree(repo, commit, { prefix, ...(readers !== undefined && { readers }) });
  const config = await loadConfig(project.context, { tree, rootDir: project.rootDir, local: true });
  return { ...project, tree, commit, config, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() };
}

/**
 * Returns a project's repository.
 *
 * @throws GIT_REPO_MISSING if it has none
 */
export function requireGit(project: Project): ProjectGit {
  if (project.git !== undefined) return project.git;
  throw new LodeError("GIT_REPO_MISSING", `Cannot use revisions of "${project.rootDir}": it is in no Git repository`, {
    hint: "Run `git init` there first.",
  });
}

/** @throws GIT_REPO_MISSING if no repository is around the root */
async function findProjectGit(context: ProjectContext, rootDir: string): Promise<ProjectGit> {
  const repo = await findGitRepo(rootDir, { ...context.git, searchParents: true });
  if (repo?.workTree !== undefined) return { repo, prefix: toPosix(relative(repo.workTree, rootDir)) };
  throw new LodeError("GIT_REPO_MISSING", `Cannot open the project "${rootDir}": it is not in a Git repository`, {
    hint: "Run `git init`, or set `core.no_scm` in `.dvc/config` to work without Git.",
    details: { root: rootDir },
  });
}

function toPosix(path: string): string {
  return sep === "/" ? path : path.split(sep).join("/");
}
