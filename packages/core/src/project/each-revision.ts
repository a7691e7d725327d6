import type { RunContext } from "../base/events.ts";
import { LodeError } from "../base/lode-error.ts";
import { listAllCommits } from "../git/list-commits.ts";
import { listBranches, listTags } from "../git/list-refs.ts";
import { openProjectAt, requireGit } from "./open-project.ts";
import type { Project } from "./project.ts";

/** Which revisions a command works on, beside the work tree, which always counts. */
export interface RevisionScope {
  /** Default: false. */
  readonly allBranches?: boolean;
  /** Default: false. */
  readonly allTags?: boolean;
  /** Default: false. */
  readonly allCommits?: boolean;
}

/**
 * Works on a project's work tree and then on each revision of a scope, each commit once. A revision on which the work
 * fails is skipped with a warning.
 *
 * @throws the last failure, if the work succeeded nowhere
 */
export async function eachRevision<T>(
  project: Project,
  { scope, run }: { readonly scope: RevisionScope; readonly run: RunContext },
  work: (project: Project) => Promise<T>,
): Promise<readonly T[]> {
  const results: T[] = [];
  const failures: LodeError[] = [];
  const attempt = async (label: string, open: () => Promise<T>): Promise<void> => {
    try {
      results.push(await open());
    } catch (error) {
      if (!(error instanceof LodeError)) throw error;
      failures.push(error);
      run.onEvent?.({ type: "warning", message: `Failed to collect '${label}', skipping: ${error.message}` });
    }
  };
  await attempt("workspace", () => work(project));
  for (const [commit, label] of await scopeCommits(project, scope)) {
    await attempt(label, async () => {
      await using at = await openProjectAt(project, commit);
      return await work(at);
    });
  }
  const [failure] = failures.slice(-1);
  if (results.length === 0 && failure !== undefined) throw failure;
  return results;
}

/** The commits of a scope with the names by which the user knows them; the first name counts. */
async function scopeCommits(project: Project, scope: RevisionScope): Promise<ReadonlyMap<string, string>> {
  const { allBranches = false, allTags = false, allCommits = false } = scope;
  if (!allBranches && !allTags && !allCommits) return new Map();
  const { repo } = requireGit(project);
  const refs = [...(allBranches ? await listBranches(repo) : []), ...(allTags ? await listTags(repo) : [])];
  const named = refs.map(({ name, commit }) => [commit, name] as const);
  const bare = (allCommits ? await listAllCommits(repo) : []).map((commit) => [commit, commit.slice(0, 7)] as const);
  return new Map([...named, ...bare].reverse());
}
