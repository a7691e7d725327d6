import { isLodeError } from "../base/lode-error.ts";
import { LocalRuns } from "../remotes/local/local-runs.ts";
import type { RunStorage } from "../remotes/run-storage.ts";
import { copyRuns } from "../transfer/copy-runs.ts";
import type { MoveContext } from "../transfer/transfer-progress.ts";
import { openRemote } from "./open-remote.ts";
import type { Project } from "./project.ts";

/**
 * Sends the run cache of a project to a remote.
 *
 * @param remote its name; undefined is the default one. Without any, and where the kind of storage cannot hold a run
 *   cache, nothing is done, as in DVC, but with a warning.
 * @returns how many records of runs were sent
 */
export async function pushRuns(project: Project, remote: string | undefined, run: MoveContext): Promise<number> {
  const there = remoteRuns(project, remote, run);
  return there === undefined ? 0 : copyRuns({ from: cachedRuns(project), to: there }, run);
}

/** Brings the run cache of a remote into a project's cache; see pushRuns. */
export async function fetchRuns(project: Project, remote: string | undefined, run: MoveContext): Promise<number> {
  const there = remoteRuns(project, remote, run);
  return there === undefined ? 0 : copyRuns({ from: there, to: cachedRuns(project) }, run);
}

/** The run cache that belongs to a project's cache. */
export function cachedRuns({ cache }: Project): LocalRuns {
  return new LocalRuns({ dir: cache.dir, shared: cache.current.shared });
}

function remoteRuns(project: Project, name: string | undefined, run: MoveContext): RunStorage | undefined {
  try {
    const remote = openRemote(project, name);
    if (remote.runs === undefined) {
      const message = `The run cache was left out: the remote '${remote.name}' cannot hold one.`;
      run.onEvent?.({ type: "warning", message });
    }
    return remote.runs;
  } catch (error) {
    // What is wrong with the remote is said when objects are to be moved.
    if (isLodeError(error, "REMOTE_NOT_SET", "REMOTE_MISSING")) return undefined;
    throw error;
  }
}
