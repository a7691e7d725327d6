import { type GitRepo, runInRepo } from "./git-repo.ts";
import { resolveRevision } from "./resolve-revision.ts";

/** One commit as history shows it. */
export interface GitCommit {
  readonly commit: string;
  readonly parents: readonly string[];
  readonly author: string;
  readonly email: string;
  /** When it was committed, in milliseconds since 1970. */
  readonly timeMs: number;
  /** The first paragraph of its message, on one line. */
  readonly subject: string;
}

/** Which part of the history is wanted. */
export interface ReadLogOptions {
  /** Default: HEAD. */
  readonly rev?: string;
  /** Default: all. */
  readonly maxCount?: number;
  /** Only commits that changed one of these paths, relative to the root of the repository. Default: all commits. */
  readonly paths?: readonly string[];
  readonly signal?: AbortSignal;
}

/** The ids of all commits that HEAD, a branch, a remote branch or a tag leads to, newest first. */
export async function listAllCommits(repo: GitRepo): Promise<readonly string[]> {
  const refs = ["--branches", "--tags", "--remotes", "--ignore-missing", "HEAD"];
  const head = await runInRepo(repo, ["rev-parse", "--verify", "--quiet", "HEAD"], { okExits: [1] });
  const { stdout } = await runInRepo(repo, ["rev-list", ...refs.slice(0, head.exitCode === 0 ? 5 : 3)]);
  return stdout.toString("latin1").split("\n").filter(Boolean);
}

/** The commits that listAllCommits lists, as far as they were committed at a time or later, in milliseconds since 1970. */
export async function listCommitsSince(repo: GitRepo, sinceMs: number): Promise<readonly string[]> {
  const commits = await listAllCommits(repo);
  const args = ["rev-list", "--no-walk=unsorted", "--stdin", "--timestamp"];
  const { stdout } = await runInRepo(repo, args, { input: commits.join("\n") });
  const lines = stdout.toString("latin1").split("\n").filter(Boolean);
  return lines.flatMap((line) => {
    const [seconds, commit = ""] = line.split(" ");
    return Number(seconds) * 1000 >= sinceMs ? [commit] : [];
  });
}

/** The ids of a revision and the `count` - 1 commits before it, following first parents, newest first. */
export async function listFirstParents(repo: GitRepo, rev: string, count: number): Promise<readonly string[]> {
  const commit = await resolveRevision(repo, rev);
  const { stdout } = await runInRepo(repo, ["rev-list", "--first-parent", `--max-count=${count}`, commit]);
  return stdout.toString("latin1").split("\n").filter(Boolean);
}

/**
 * The history behind a revision, newest first.
 *
 * @throws REVISION_UNKNOWN if the revision names no commit
 */
export async function readLog(repo: GitRepo, options: ReadLogOptions = {}): Promise<readonly GitCommit[]> {
  const commit = await resolveRevision(repo, options.rev ?? "HEAD");
  const limit = options.maxCount === undefined ? [] : [`--max-count=${options.maxCount}`];
  const args = ["log", "-z", "--no-show-signature", "--format=%H%n%P%n%an%n%ae%n%ct%n%s", ...limit, commit];
  const { stdout } = await runInRepo(repo, [...args, "--", ...(options.paths ?? [])], {
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  });
  return stdout.toString("utf8").split("\0").filter(Boolean).map(parseCommit);
}

function parseCommit(text: string): GitCommit {
  const [commit = "", parents = "", author = "", email = "", seconds, subject = ""] = text.split("\n");
  const timeMs = Number(seconds) * 1000;
  return { commit, parents: parents.split(" ").filter(Boolean), author, email, timeMs, subject };
}
