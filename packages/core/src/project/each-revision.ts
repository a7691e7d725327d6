import type { RunContext } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import { GitReaders } from "../git/tree/git-readers.ts";
import { openProjectAtCommit, requireGit } from "./open-project.ts";
import type { Project } from "./project.ts";
import { type HistoryScope, hasRevisions, scopeCommits } from "./scope-commits.ts";

/** On which revisions work is done. */
export interface EachRevisionOptions {
  readonly scope: HistoryScope;
  readonly run: RunContext;
  /** `skip`: a revision on which the work fails is passed over with a warning. Default: `skip`. */
  readonly failures?: "skip" | "stop";
  /** What to do about a failure that stops the work. Default: what its cause says. */
  readonly failureHint?: string;
}

/**
 * Works on a project's work tree and then on each revision of a scope, each commit once. A project without Git has no
 * revisions, if failures are skipped.
 *
 * @param work also gets the name by which the user knows the revision
 * @throws the last failure, if failures are skipped and the work succeeded nowhere
 * @throws REVISION_UNREADABLE at the first failure, if failures are not skipped
 */
export async function eachRevision<T>(
  project: Project,
  { scope, run, failures: policy = "skip", failureHint }: EachRevisionOptions,
  work: (project: Project, label: string) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  const failures: LodeError[] = [];
  const attempt = async (label: string, open: () => Promise<T>): Promise<void> => {
    try {
      results.push(await open());
    } catch (error) {
      if (!(error instanceof LodeError) || error.kind === "cancelled") throw error;
      if (policy === "stop") throw unreadable(label, error, failureHint);
      failures.push(error);
      run.onEvent?.({ type: "warning", message: `Failed to collect '${label}', skipping: ${error.message}` });
    }
  };
  await attempt("workspace", () => work(project, "workspace"));
  const isAlone = !hasRevisions(scope) || (policy === "skip" && project.git === undefined);
  if (!isAlone) {
    const { repo } = requireGit(project);
    await using readers = new GitReaders(repo);
    for (const [commit, label] of await scopeCommits(repo, scope)) {
      await attempt(label, async () => {
        await using at = await openProjectAtCommit(project, commit, readers);
        return await work(at, label);
      });
    }
  }
  const [failure] = failures.slice(-1);
  if (results.length === 0 && failure !== undefined) throw failure;
  return results;
}

function unreadable(label: string, cause: LodeError, hint = cause.hint): LodeError {
  const where = label === "workspace" ? "the workspace" : `the revision '${label}'`;
  return new LodeError("REVISION_UNREADABLE", `Cannot find out what ${where} needs: ${cause.message}`, {
    ...(hint !== undefined && { hint }),
    details: { rev: label, ...cause.details },
    cause,
  });
}
