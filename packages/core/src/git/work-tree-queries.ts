import { type GitRepo, runInRepo } from "./git-repo.ts";

/** Arguments up to this total length fit on every system's command line; beyond it the whole index is read. */
const MAX_ARGUMENT_CHARS = 24_000;

/**
 * The paths among these that are in the index, or are folders with something in the index.
 *
 * @param paths relative to the work tree, without a slash at the end
 */
export async function findTracked(repo: GitRepo, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  const length = paths.reduce((sum, path) => sum + path.length + 1, 0);
  const asked = length <= MAX_ARGUMENT_CHARS ? paths : [];
  const { stdout } = await runInRepo(repo, ["ls-files", "-z", "--", ...asked]);
  const indexed = new Set<string>();
  for (const file of splitNul(stdout)) {
    for (let path = file; path !== "" && !indexed.has(path); path = parentOf(path)) indexed.add(path);
  }
  return new Set(paths.filter((path) => indexed.has(path)));
}

/** Whether a tracked file differs from HEAD, in the index or in the work tree. Untracked files do not count. */
export async function isDirty(repo: GitRepo): Promise<boolean> {
  const args = ["status", "--porcelain", "-z", "--untracked-files=no", "--ignore-submodules=none"];
  const { stdout } = await runInRepo(repo, args);
  return stdout.length > 0;
}

/** The files that git neither tracks nor ignores, relative to the work tree. */
export async function listUntracked(repo: GitRepo): Promise<readonly string[]> {
  const { stdout } = await runInRepo(repo, ["ls-files", "-z", "--others", "--exclude-standard"]);
  return splitNul(stdout);
}

function splitNul(bytes: Buffer): string[] {
  return bytes.toString("utf8").split("\0").filter(Boolean);
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf("/")));
}
