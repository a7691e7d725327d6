import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { runInRepo } from "../git-repo.ts";
import { cloneMirror, HEAD_REFSPEC } from "./clone-mirror.ts";
import { type MirrorPlace, markFetched, mirrorRepo } from "./mirror-place.ts";
import { assertReachable } from "./source-unreachable.ts";
import { transferOptions } from "./transfer-options.ts";

/** All branches, all tags and HEAD, moved wherever the server moved them. */
const REFSPECS = [HEAD_REFSPEC, "+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*"];

const FETCH = ["-c", "core.hooksPath=/dev/null", "fetch", "--no-tags", "--no-write-fetch-head", "--update-shallow"];

/**
 * Brings a mirror up to the server: new commits, moved and deleted branches and tags, another default branch. The
 * caller holds its lock. One request tells whether anything moved; a mirror that cannot take it in is made anew.
 *
 * @throws SOURCE_UNREACHABLE if the server does not answer; the mirror stays as it was
 */
export async function fetchMirror(place: MirrorPlace, run: RunContext): Promise<void> {
  const args = [...FETCH, "--prune", "--no-recurse-submodules", "--progress", "origin", ...REFSPECS];
  const begunMs = Date.now();
  try {
    await runInRepo(mirrorRepo(place, false), args, transferOptions(run));
    await markFetched(place.dir, begunMs);
  } catch (error) {
    if (!isLodeError(error, "GIT_FAILED")) throw error;
    await assertReachable(place, error, run);
    await cloneMirror(place, run);
  }
}

/**
 * Fetches one commit that no branch or tag of the server leads to any more, and keeps it. Returns whether the server
 * still had it. The caller holds the lock.
 */
export async function fetchCommit(place: MirrorPlace, commit: string, run: RunContext): Promise<boolean> {
  const args = [...FETCH, "--no-recurse-submodules", "--quiet", "origin", `+${commit}:refs/lode/pins/${commit}`];
  try {
    await runInRepo(mirrorRepo(place, false), args, transferOptions(run));
    return true;
  } catch (error) {
    if (isLodeError(error, "GIT_FAILED")) return false;
    throw error;
  }
}
