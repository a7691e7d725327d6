import { LodeError } from "../base/lode-error.ts";
import { type GitRepo, runInRepo } from "./git-repo.ts";

const FULL_SHA = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;
const SHA_START = /^[0-9a-f]{7,64}$/;

/** Says whether a text is a whole commit id: 40 hexadecimal digits, or 64 in a SHA-256 repository. */
export function isFullSha(text: string): boolean {
  return FULL_SHA.test(text);
}

/** Says whether a text can be a commit id, whole or abbreviated to 7 digits or more. */
export function looksLikeSha(text: string): boolean {
  return SHA_START.test(text);
}

/**
 * Resolves a revision to the id of a commit: a branch, a tag (peeled), an id or its start, `HEAD~1`, `:/message`,
 * and a branch that only one remote has.
 *
 * @throws REVISION_UNKNOWN if it names no commit, or is ambiguous
 */
export async function resolveRevision(repo: GitRepo, rev: string): Promise<string> {
  const commit = await findRevision(repo, rev);
  if (commit !== undefined) return commit;
  throw unknownRevision(repo, rev);
}

/** Resolves as resolveRevision does, but returns undefined for what names no commit here. Never uses the network. */
export async function findRevision(repo: GitRepo, rev: string): Promise<string | undefined> {
  if (!isRevisionText(rev)) return undefined;
  const commit = await parseRevision(repo, rev);
  if (commit !== undefined || isFullSha(rev)) return commit;
  return repo.mirror === undefined ? remoteBranch(repo, rev) : withoutOrigin(repo, rev);
}

/** The commit of HEAD; undefined if there is no commit yet. */
export function headCommit(repo: GitRepo): Promise<string | undefined> {
  return parseRevision(repo, "HEAD");
}

/** The error for a revision that is not there. */
export function unknownRevision(repo: GitRepo, rev: string): LodeError {
  return revisionUnknown(repo.mirror?.url ?? repo.workTree ?? repo.gitDir, rev);
}

/** The same for a repository that is named by its folder or address. */
export function revisionUnknown(where: string, rev: string): LodeError {
  return new LodeError("REVISION_UNKNOWN", `Cannot find the Git revision "${rev}" in "${where}": it is not there`, {
    hint: "See its branches and tags with `git branch -a` and `git tag`, or `git fetch` first.",
    details: { rev, repository: where },
  });
}

/** A revision must not become an option, a range, or a path; git refuses the rest by itself. */
function isRevisionText(rev: string): boolean {
  return rev !== "" && (isMessageSearch(rev) || !/^[-^]|\.\.|:/.test(rev)) && !/[\0-\x1f\x7f]/.test(rev);
}

/** `:/text`: the newest commit with the text in its message. */
function isMessageSearch(rev: string): boolean {
  return rev.length > 2 && rev.startsWith(":/");
}

async function parseRevision(repo: GitRepo, rev: string): Promise<string | undefined> {
  const isSearch = isMessageSearch(rev);
  const object = isSearch ? rev : `${rev}^{commit}`;
  const { stdout, exitCode } = await runInRepo(repo, ["rev-parse", "--verify", "--quiet", object], {
    // In a mirror git would ask the server for an object that is not there; kept from it, it ends with 128. So it does
    // when what is searched for is no pattern.
    okExits: repo.mirror === undefined && !isSearch ? [1] : [1, 128],
    extraEnv: { GIT_ALLOW_PROTOCOL: "none" },
  });
  return exitCode === 0 ? stdout.toString("latin1").trim() : undefined;
}

async function remoteBranch(repo: GitRepo, rev: string): Promise<string | undefined> {
  if (rev === "HEAD" || /[*?[\\~^@{]/.test(rev)) return undefined;
  const format = "--format=%(objectname)";
  const { stdout } = await runInRepo(repo, ["for-each-ref", format, `refs/remotes/*/${rev}`]);
  const commits = new Set(stdout.toString("latin1").split("\n").filter(Boolean));
  return commits.size === 1 ? [...commits][0] : undefined;
}

/** In a mirror the server's branches have their own names; users may write them as a clone has them. */
async function withoutOrigin(repo: GitRepo, rev: string): Promise<string | undefined> {
  return rev.startsWith("origin/") ? parseRevision(repo, rev.slice("origin/".length)) : undefined;
}
