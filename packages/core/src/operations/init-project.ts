import { join, relative, resolve, sep } from "node:path";
import type { OnEvent } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import { ensureDir } from "../fs/ensure-dir.ts";
import { isDirectory } from "../fs/is-directory.ts";
import { lstatPath } from "../fs/lstat-path.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { writeFileAtomic } from "../fs/write-file-atomic.ts";
import { findGitRepo } from "../git/find-git-repo.ts";
import { findIgnored } from "../git/find-ignored.ts";
import type { GitContext } from "../git/git-context.ts";
import type { GitRepo } from "../git/git-repo.ts";
import { stagePaths } from "../git/stage-paths.ts";
import { checkAllLevels } from "../project/config-levels.ts";
import type { MachineConfigDirs } from "../project/config-places.ts";
import { ensureProjectFiles } from "../project/ensure-project-files.ts";
import { DVC_DIR } from "../project/find-root.ts";

/** What initProject needs to know of the machine. */
export interface InitContext extends MachineConfigDirs {
  /** Absolute. */
  readonly cwd: string;
  readonly git: GitContext;
  /** Default: events are dropped. */
  readonly onEvent?: OnEvent;
}

/** How a project is made. */
export interface InitOptions {
  /** Relative to the current folder; default: the current folder. */
  readonly directory?: string;
  /** Whether the project does without Git. Default: false. */
  readonly noScm?: boolean;
  /** Whether the folder may be a part of a Git repository. Default: false. */
  readonly subdir?: boolean;
  /** Whether a `.dvc` folder that is there is removed first, with its cache. Default: false. */
  readonly force?: boolean;
}

/** A project that was made. */
export interface InitResult {
  /** Absolute. */
  readonly root: string;
  /** What was staged for the next commit, relative to the root of the Git repository. */
  readonly staged: readonly string[];
}

/** The text of a new `.dvcignore`; DVC's. */
const DVCIGNORE = `\
# Add patterns of files dvc should ignore, which could improve
# the performance. Learn more at
# https://dvc.org/doc/user-guide/dvcignore
`;

/**
 * Makes a project.
 *
 * 1. Everything that could refuse is asked: Git, its ignore rules, a `.dvc` that is there, the configuration around.
 * 2. With `force`, an old `.dvc` is removed.
 * 3. The files are written and, but for `noScm`, staged in Git, unless Git ignores them.
 *
 * @throws INIT_OPTIONS_CONFLICT, GIT_REPO_MISSING, PROJECT_IGNORED, PROJECT_EXISTS, CONFIG_INVALID
 */
export async function initProject(context: InitContext, options: InitOptions = {}): Promise<InitResult> {
  const { noScm = false, subdir = false, force = false } = options;
  if (noScm && subdir) {
    throw new LodeError("INIT_OPTIONS_CONFLICT", "Cannot make a project with both --no-scm and --subdir", {
      hint: "With --no-scm any folder can be a project; leave out --subdir.",
    });
  }
  const root = resolve(context.cwd, options.directory ?? ".");
  const repo = noScm ? undefined : await requireRepo(root, subdir, context.git);
  const dvcDir = join(root, DVC_DIR);
  if (repo !== undefined) await refuseIgnored(repo, dvcDir);
  const exists = isDirectory(dvcDir);
  if (exists && !force) throw projectExists(dvcDir);
  checkAllLevels({ ...context, root: undefined });
  if (exists) removeTree(dvcDir);
  ensureDir(dvcDir);
  writeFileAtomic(join(dvcDir, "config"), noScm ? "[core]\n    no_scm = True\n" : "");
  const dvcignore = join(root, ".dvcignore");
  if (lstatPath(dvcignore) === undefined) writeFileAtomic(dvcignore, DVCIGNORE);
  await ensureProjectFiles(root, repo);
  const staged = repo === undefined ? [] : await stage(repo, root, context.onEvent);
  return { root, staged };
}

async function requireRepo(root: string, subdir: boolean, git: GitContext): Promise<GitRepo> {
  const repo = await findGitRepo(root, { ...git, searchParents: subdir });
  if (repo?.workTree !== undefined) return repo;
  const state = subdir ? "it is in no Git repository" : "it is not the root of a Git repository";
  throw new LodeError("GIT_REPO_MISSING", `Cannot make a project in "${root}": ${state}`, {
    hint: "Run `git init` first, or use --no-scm to do without Git, or --subdir in a part of a repository",
    details: { root },
  });
}

async function refuseIgnored(repo: GitRepo, dvcDir: string): Promise<void> {
  const path = inWorkTree(repo, dvcDir);
  // Not as a folder, so a rule `.dvc/` is passed over while there is none: as in DVC, which then stages what it can.
  if ((await findIgnored(repo, [path])).size === 0) return;
  throw new LodeError("PROJECT_IGNORED", `Cannot make the project "${dvcDir}": Git ignores this folder`, {
    hint: "Make Git see it, for example by adding `!.dvc` to .gitignore",
    details: { path: dvcDir },
  });
}

function projectExists(dvcDir: string): LodeError {
  return new LodeError("PROJECT_EXISTS", `Cannot make the project "${dvcDir}": it exists`, {
    hint: "Use -f to make it anew; its cache and configuration are lost then",
    details: { path: dvcDir },
  });
}

async function stage(repo: GitRepo, root: string, onEvent?: OnEvent): Promise<readonly string[]> {
  const files = [`${DVC_DIR}/config`, ".dvcignore", `${DVC_DIR}/.gitignore`]
    .filter((file) => lstatPath(join(root, file)) !== undefined)
    .map((file) => inWorkTree(repo, join(root, file)));
  const ignored = await findIgnored(repo, files);
  const staged = files.filter((file) => !ignored.has(file));
  await stagePaths(repo, staged);
  if (ignored.size > 0) {
    const names = [...ignored].map((file) => `'${file}'`).join(", ");
    onEvent?.({ type: "warning", message: `Git ignores ${names}, so others will not get this part of the project` });
  }
  return staged;
}

function inWorkTree(repo: GitRepo, path: string): string {
  const fromRoot = relative(repo.workTree ?? repo.gitDir, path);
  return sep === "/" ? fromRoot : fromRoot.replaceAll(sep, "/");
}
