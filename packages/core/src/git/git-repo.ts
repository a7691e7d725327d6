import { dirname } from "node:path";
import type { GitContext } from "./git-context.ts";
import { type GitOutput, type RunGitOptions, runGit } from "./run-git.ts";
import { type GitProcess, type SpawnGitOptions, spawnGit } from "./spawn-git.ts";

/** One Git repository on this machine. All paths are absolute and in the system's form. */
export interface GitRepo extends GitContext {
  /** Where HEAD and the index are: `.git`, a bare repository, or the private folder of a linked work tree. */
  readonly gitDir: string;
  /** Where objects, branches and configuration are; equal to `gitDir` but for linked work trees. */
  readonly commonDir: string;
  /** The root of the files; absent for a bare repository. */
  readonly workTree?: string;
  /** Present if this is a mirror that Lode keeps in its cache folder. */
  readonly mirror?: MirrorOrigin;
  /** Whether it is known that all its objects are here: no partial clone, so that git is not asked whether it is one. */
  readonly isWhole?: true;
  /** Objects that a push brought and that a hook has not accepted yet. */
  readonly quarantine?: GitQuarantine;
}

/** Where a mirror comes from. */
export interface MirrorOrigin {
  /** The address, without credentials. */
  readonly url: string;
  /** Whether what is missing must not be asked of the server. */
  readonly offline: boolean;
}

/** The folders git names to a pre-receive hook (GIT_OBJECT_DIRECTORY, GIT_ALTERNATE_OBJECT_DIRECTORIES). */
export interface GitQuarantine {
  readonly objectDir: string;
  readonly alternates: string;
}

/**
 * Runs git in a repository and waits for its end. The working directory is the work tree, or the bare repository.
 *
 * @throws GIT_FAILED, GIT_MISSING, CANCELLED as runGit does
 */
export function runInRepo(repo: GitRepo, args: readonly string[], options: RunGitOptions = {}): Promise<GitOutput> {
  return runGit(repo, [...repoArgs(repo), ...args], { ...options, ...repoOptions(repo, options.extraEnv) });
}

/** Starts git in a repository and returns the running process; the caller owns it. */
export function spawnInRepo(repo: GitRepo, args: readonly string[], options: SpawnGitOptions = {}): GitProcess {
  return spawnGit(repo, [...repoArgs(repo), ...args], { ...options, ...repoOptions(repo, options.extraEnv) });
}

/**
 * A mirror is ours, so it is named outright. Any other repository is left for git to discover in its working
 * directory, since only then does git refuse one that belongs to another user (safe.directory).
 */
function repoArgs(repo: GitRepo): readonly string[] {
  return repo.mirror === undefined ? [] : [`--git-dir=${repo.gitDir}`];
}

function repoOptions(repo: GitRepo, extra: Readonly<Record<string, string>> = {}): SpawnGitOptions {
  const cwd = repo.workTree ?? repo.gitDir;
  const extraEnv: Record<string, string> = { ...extra, GIT_CEILING_DIRECTORIES: dirname(cwd) };
  // No transport at all: older versions of git know no other way to forbid fetching of missing objects.
  if (repo.mirror?.offline) extraEnv.GIT_ALLOW_PROTOCOL = "none";
  if (repo.quarantine !== undefined) {
    extraEnv.GIT_OBJECT_DIRECTORY = repo.quarantine.objectDir;
    extraEnv.GIT_ALTERNATE_OBJECT_DIRECTORIES = repo.quarantine.alternates;
  }
  return { cwd, extraEnv };
}
