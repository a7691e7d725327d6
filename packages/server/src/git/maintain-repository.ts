import { join } from "node:path";
import { type GitRepo, listNames, runInRepo } from "@lode/core/engine";
import { clearLeftovers } from "./clear-leftovers.ts";

/** From so many on, git looks into each pack for each object that it wants: a push makes one. */
const PACKS_MANY = 32;
/** Names in one of 256 folders: some two thousand objects that are files of their own. */
const LOOSE_MANY = 8;
/** Files of references, in one folder. */
const REFERENCES_MANY = 256;

/** The most memory that the window of delta compression takes. */
const WINDOW_MEMORY = "64m";

/** Whether a bare repository has become slow by what pushes and fetches have left; reads four folders. */
export function needsMaintenance(gitDir: string): boolean {
  const files = (...folder: readonly string[]): readonly string[] => listNames(join(gitDir, ...folder)) ?? [];
  return (
    packsToJoin(files("objects", "pack")) >= PACKS_MANY ||
    files("objects", "17").length >= LOOSE_MANY ||
    Math.max(files("refs", "heads").length, files("refs", "tags").length) >= REFERENCES_MANY
  );
}

function packsToJoin(names: readonly string[]): number {
  const kept = new Set(names.filter((name) => name.endsWith(".keep")).map((name) => name.replace(/keep$/, "pack")));
  return names.filter((name) => name.endsWith(".pack") && !kept.has(name)).length;
}

/**
 * Makes a bare repository fast again, while it is served and pushed to:
 *
 * 1. What a git that was killed has left is removed, so that it is in nobody's way.
 * 2. References go to one file.
 * 3. Small packs and single objects become one pack, so that each pack has at least twice the objects of the next smaller
 *    one, and one index covers all of them.
 * 4. The graph of commits goes to a file of its own.
 *
 * Every object stays, whether a reference leads to it or not, so that nothing is lost that a push builds on. Nobody else may be
 * doing the same at once. After a kill the next call does it again.
 *
 * @throws GIT_FAILED, GIT_MISSING, IO_FAILED, CANCELLED
 */
export async function maintainRepository(repo: GitRepo, signal: AbortSignal): Promise<void> {
  clearLeftovers(repo.gitDir);
  await runInRepo(repo, ["pack-refs", "--all", "--prune"], { signal });
  const memory = `--window-memory=${WINDOW_MEMORY}`;
  await runInRepo(repo, ["repack", "--geometric=2", "-d", "-l", "-q", "--write-midx", memory], { signal });
  await runInRepo(repo, ["commit-graph", "write", "--reachable", "--split", "--no-progress"], { signal });
}
