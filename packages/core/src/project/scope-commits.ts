import { LodeError } from "../base/lode-error.ts";
import type { GitRepo } from "../git/git-repo.ts";
import { isShallow } from "../git/is-shallow.ts";
import { listAllCommits, listCommitsSince, listFirstParents } from "../git/list-commits.ts";
import { listExperimentCommits } from "../git/list-experiments.ts";
import { listBranches, listTags } from "../git/list-refs.ts";

/** Which revisions a command works on, beside the work tree, which always counts. */
export interface RevisionScope {
  /** Default: false. */
  readonly allBranches?: boolean;
  /** Default: false. */
  readonly allTags?: boolean;
  /** Default: false. */
  readonly allCommits?: boolean;
}

/** More ways to choose revisions. */
export interface HistoryScope extends RevisionScope {
  /** A revision. Default: none. */
  readonly rev?: string;
  /**
   * How many commits count, of the revision and of each branch: the commit itself, then first parents. Default: 1;
   * negative: all.
   */
  readonly commitCount?: number;
  /** All commits made at this time or later, in milliseconds since 1970. Default: none. */
  readonly sinceMs?: number;
  /** The commits of DVC's experiments. Default: false. */
  readonly allExperiments?: boolean;
}

/** Says whether a scope has any revision beside the work tree. */
export function hasRevisions(scope: HistoryScope): boolean {
  const { allBranches, allTags, allCommits, allExperiments, rev, sinceMs } = scope;
  return Boolean(allBranches || allTags || allCommits || allExperiments || rev) || sinceMs !== undefined;
}

/**
 * The commits of a scope with the names by which the user knows them; the first name counts.
 *
 * @throws REVISION_UNKNOWN
 */
export async function scopeCommits(repo: GitRepo, scope: HistoryScope): Promise<ReadonlyMap<string, string>> {
  const named = [...(await revisionCommits(repo, scope)), ...(await refCommits(repo, scope))];
  const bare = [
    ...(scope.allCommits ? await listAllCommits(repo) : []),
    ...(scope.sinceMs === undefined ? [] : await listCommitsSince(repo, scope.sinceMs)),
    ...(scope.allExperiments ? await listExperimentCommits(repo) : []),
  ];
  return new Map([...named, ...bare.map((commit) => [commit, shortName(commit)] as const)].reverse());
}

/**
 * Refuses a scope that reaches further back than the history that this clone has: commits that are not there cannot say
 * what they need.
 *
 * @throws HISTORY_INCOMPLETE
 */
export async function refuseShallow(repo: GitRepo, scope: HistoryScope): Promise<void> {
  const { allCommits = false, sinceMs, commitCount = 1 } = scope;
  const looksBack = allCommits || sinceMs !== undefined || commitCount !== 1;
  if (!looksBack || !(await isShallow(repo))) return;
  throw new LodeError(
    "HISTORY_INCOMPLETE",
    `Cannot find out what earlier commits of "${repo.workTree ?? repo.gitDir}" need: it is a shallow clone`,
    { hint: "Run `git fetch --unshallow` first." },
  );
}

type NamedCommit = readonly [commit: string, name: string];

async function revisionCommits(repo: GitRepo, { rev, commitCount = 1 }: HistoryScope): Promise<readonly NamedCommit[]> {
  return rev === undefined ? [] : firstParents(repo, rev, commitCount);
}

async function refCommits(repo: GitRepo, scope: HistoryScope): Promise<readonly NamedCommit[]> {
  const { allBranches = false, allTags = false, commitCount = 1 } = scope;
  const tags = allTags ? (await listTags(repo)).map(({ name, commit }) => [commit, name] as const) : [];
  const branches: NamedCommit[] = [];
  for (const { name, commit } of allBranches ? await listBranches(repo) : []) {
    branches.push([commit, name], ...(commitCount === 1 ? [] : await firstParents(repo, commit, commitCount)).slice(1));
  }
  return [...branches, ...tags];
}

async function firstParents(repo: GitRepo, rev: string, commitCount: number): Promise<readonly NamedCommit[]> {
  const commits = await listFirstParents(repo, rev, commitCount);
  return commits.map((commit, i) => [commit, i === 0 ? rev : shortName(commit)]);
}

function shortName(commit: string): string {
  return commit.slice(0, 7);
}
