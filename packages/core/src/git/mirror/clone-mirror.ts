import { randomUUID } from "node:crypto";
import { readdir, rename, rm } from "node:fs/promises";
import { basename, join } from "node:path";
import type { RunContext } from "../../base/events.ts";
import { isLodeError } from "../../base/lode-error.ts";
import { runGit } from "../run-git.ts";
import { type MirrorPlace, markFetched, mirrorState } from "./mirror-place.ts";
import { assertReachable } from "./source-unreachable.ts";
import { transferOptions } from "./transfer-options.ts";

/** Where a mirror remembers the commit of the server's HEAD. It ends in HEAD because of HEAD_REFSPEC. */
const HEAD_REF = "refs/lode/HEAD";

/**
 * Copies the server's HEAD. It is a pattern because git takes it as an error if a ref that is named outright is
 * missing, and HEAD is missing where it points at a branch without commits.
 */
export const HEAD_REFSPEC = "+HEA*:refs/lode/HEA*";

/**
 * Makes a mirror, in place of a damaged one if there is one. The caller holds its lock. The repository gets its name
 * when it is whole; what an earlier run left unfinished is removed.
 *
 * 1. Remove leftovers of runs that were killed.
 * 2. Clone without the contents of files; if the server answers but refuses that, with them.
 * 3. Let HEAD follow what is fetched, and give the clone its name.
 *
 * @throws SOURCE_UNREACHABLE if the server does not answer or refuses; GIT_FAILED if it answers and git fails
 */
export async function cloneMirror(place: MirrorPlace, run: RunContext): Promise<void> {
  await removeLeftovers(place);
  const begunMs = Date.now();
  const temporary = `${place.dir}.tmp-${randomUUID()}`;
  try {
    await clone(place, temporary, run);
    await runGit(place.context, [`--git-dir=${temporary}`, "symbolic-ref", "HEAD", HEAD_REF]);
    await markFetched(temporary, begunMs);
    if ((await mirrorState(place)) !== "absent") await rename(place.dir, `${place.dir}.old-${randomUUID()}`);
    await rename(temporary, place.dir);
  } finally {
    await removeLeftovers(place);
  }
}

async function clone(place: MirrorPlace, into: string, run: RunContext): Promise<void> {
  try {
    await runGit(place.context, cloneArgs(place, into, ["--filter=blob:none"]), transferOptions(run));
  } catch (error) {
    if (!isLodeError(error, "GIT_FAILED")) throw error;
    await assertReachable(place, error, run);
    await rm(into, { recursive: true, force: true });
    await runGit(place.context, cloneArgs(place, into, []), transferOptions(run));
  }
}

/** Objects that no branch leads to any more are kept for ever: an import may be locked to them. */
function cloneArgs(place: MirrorPlace, into: string, filter: readonly string[]): readonly string[] {
  const settings = [
    `remote.origin.fetch=${HEAD_REFSPEC}`,
    "gc.autoDetach=false",
    "gc.pruneExpire=never",
    "gc.reflogExpire=never",
  ];
  const config = settings.flatMap((setting) => ["-c", setting]);
  const options = ["--bare", "--no-local", "--origin=origin", "--template=", "--progress", ...filter, ...config];
  return ["-c", "core.hooksPath=/dev/null", "clone", ...options, "--", place.url.clean, into];
}

async function removeLeftovers(place: MirrorPlace): Promise<void> {
  const name = basename(place.dir);
  for (const entry of await readdir(place.parent)) {
    if (!entry.startsWith(`${name}.tmp-`) && !entry.startsWith(`${name}.old-`)) continue;
    // The git of a killed process may still be writing there.
    await rm(join(place.parent, entry), { recursive: true, force: true, maxRetries: 3 });
  }
}
