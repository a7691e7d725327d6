/** The environment variables that git starts from, as `process.env` has them. Nothing is added to it by the system. */
export type GitEnv = Readonly<Record<string, string | undefined>>;

/** What every run of git needs to know, whatever the repository. */
export interface GitContext {
  /** The caller's environment: PATH to find git, HOME for its configuration, agents and helpers for credentials. */
  readonly env: GitEnv;
  /** Whether git may ask the user for a password on the terminal. Default: it may not, and fails instead. */
  readonly interactive?: boolean;
  /** The largest file of a commit that is read whole, in bytes. Default: what fits into memory at all, 4 GiB. */
  readonly wholeFileMaxBytes?: number;
}

/** Adds one configuration value for git without writing it anywhere: not in a file, not on a command line. */
export function withGitConfig(env: GitEnv, key: string, value: string): GitEnv {
  const count = Number.parseInt(env.GIT_CONFIG_COUNT ?? "0", 10) || 0;
  return {
    ...env,
    GIT_CONFIG_COUNT: String(count + 1),
    [`GIT_CONFIG_KEY_${count}`]: key,
    [`GIT_CONFIG_VALUE_${count}`]: value,
  };
}
