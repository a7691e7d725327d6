import { type ChildProcessByStdio, spawn } from "node:child_process";
import type { Readable, Writable } from "node:stream";
import type { GitContext } from "./git-context.ts";

/** A running git with its three streams. */
export type GitProcess = ChildProcessByStdio<Writable, Readable, Readable>;

/** How git is started. */
export interface SpawnGitOptions {
  /** Default: the current directory of this process. */
  readonly cwd?: string;
  /** Variables for this run alone; they win over everything else. */
  readonly extraEnv?: Readonly<Record<string, string>>;
}

/** Variables that point git at another repository than the one meant, or change how it reads paths. */
const DROPPED = [
  "GIT_ALTERNATE_OBJECT_DIRECTORIES",
  "GIT_COMMON_DIR",
  "GIT_CONFIG",
  "GIT_DIR",
  "GIT_GLOB_PATHSPECS",
  "GIT_GRAFT_FILE",
  "GIT_ICASE_PATHSPECS",
  "GIT_IMPLICIT_WORK_TREE",
  "GIT_INDEX_FILE",
  "GIT_INTERNAL_SUPER_PREFIX",
  "GIT_NAMESPACE",
  "GIT_NOGLOB_PATHSPECS",
  "GIT_OBJECT_DIRECTORY",
  "GIT_PREFIX",
  "GIT_SHALLOW_FILE",
  "GIT_WORK_TREE",
];

/**
 * Starts git. The caller owns the process: it must read both outputs, handle `error`, and see it end.
 *
 * Git asks nothing unless the context is interactive, starts no pager, takes paths literally, takes no lock that it
 * can do without, and speaks English.
 */
export function spawnGit(context: GitContext, args: readonly string[], options: SpawnGitOptions = {}): GitProcess {
  return spawn("git", ["--no-pager", "-c", "protocol.ext.allow=never", ...args], {
    stdio: ["pipe", "pipe", "pipe"],
    windowsHide: true,
    env: { ...gitProcessEnv(context), ...options.extraEnv },
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  });
}

function gitProcessEnv(context: GitContext): Record<string, string | undefined> {
  const env: Record<string, string | undefined> = { ...context.env };
  for (const name of DROPPED) delete env[name];
  env.LC_ALL = "C";
  env.GIT_OPTIONAL_LOCKS = "0";
  env.GIT_LITERAL_PATHSPECS = "1";
  if (!context.interactive) env.GIT_TERMINAL_PROMPT = "0";
  return env;
}
