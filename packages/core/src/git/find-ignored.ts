import { lstat } from "node:fs/promises";
import { dirname, join } from "node:path";
import { isLodeError } from "../base/lode-error.ts";
import { isSystemError } from "../base/system-error.ts";
import { type GitRepo, runInRepo } from "./git-repo.ts";

/**
 * The paths among these that git's ignore rules cover, whether or not they are in the index. What is behind a
 * symbolic link is never ignored, since git does not look there.
 *
 * @param paths relative to the work tree; a slash at the end says that it is a folder, should it not exist
 * @throws GIT_FAILED if a path is outside the work tree, or in a submodule
 */
export async function findIgnored(repo: GitRepo, paths: readonly string[]): Promise<ReadonlySet<string>> {
  if (paths.length === 0) return new Set();
  try {
    return await checkIgnore(repo, paths);
  } catch (error) {
    if (!isLodeError(error, "GIT_FAILED")) throw error;
    // One path behind a link makes git refuse them all, so these are looked for when that has happened.
    const behind = await pathsBehindLinks(repo, paths);
    if (behind.size === 0) throw error;
    return findIgnored(
      repo,
      paths.filter((path) => !behind.has(path)),
    );
  }
}

async function checkIgnore(repo: GitRepo, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const { stdout } = await runInRepo(repo, ["check-ignore", "--no-index", "--stdin", "-z"], {
    input: paths.map((path) => `${path.startsWith(":") ? "./" : ""}${path}\0`).join(""),
    okExits: [1],
    // This command refuses to take paths literally, but only a colon at the start has a meaning to it.
    extraEnv: { GIT_LITERAL_PATHSPECS: "0" },
  });
  const ignored = stdout.toString("utf8").split("\0").filter(Boolean);
  return new Set(ignored.map((path) => (path.startsWith("./:") ? path.slice(2) : path)));
}

async function pathsBehindLinks(repo: GitRepo, paths: readonly string[]): Promise<ReadonlySet<string>> {
  const root = repo.workTree ?? repo.gitDir;
  const known = new Map<string, boolean>();
  const hasLink = async (dir: string): Promise<boolean> => {
    if (dir === "." || dir === "/") return false;
    const seen = known.get(dir);
    if (seen !== undefined) return seen;
    const found = (await isLink(join(root, dir))) || (await hasLink(dirname(dir)));
    known.set(dir, found);
    return found;
  };
  const behind = new Set<string>();
  for (const path of paths) if (await hasLink(dirname(path))) behind.add(path);
  return behind;
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(path)).isSymbolicLink();
  } catch (error) {
    if (isSystemError(error, "ENOENT", "ENOTDIR")) return false;
    throw error;
  }
}
