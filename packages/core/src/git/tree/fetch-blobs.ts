import { gitConfigGet } from "../git-config.ts";
import { type GitRepo, runInRepo } from "../git-repo.ts";
import { readFailure } from "./read-failure.ts";

/** The blobs of a commit that a partial clone has not fetched yet; none for a whole clone. Never uses the network. */
export async function listMissingBlobs(
  repo: GitRepo,
  commit: string,
  signal?: AbortSignal,
): Promise<ReadonlySet<string>> {
  if ((await promisorRemote(repo)) === undefined) return new Set();
  const args = ["rev-list", "--objects", "--no-walk", "--missing=print", commit];
  const { stdout } = await runInRepo(repo, args, signal === undefined ? {} : { signal });
  const missing = new Set<string>();
  for (const line of stdout.toString("latin1").split("\n")) if (line.startsWith("?")) missing.add(line.slice(1));
  return missing;
}

/**
 * Fetches blobs of a partial clone in one request.
 *
 * @throws SOURCE_UNREACHABLE, OFFLINE if a mirror's server cannot or must not be asked; GIT_FAILED for other clones
 */
export async function fetchBlobs(repo: GitRepo, oids: readonly string[], signal?: AbortSignal): Promise<void> {
  const remote = await promisorRemote(repo);
  const first = oids[0];
  if (remote === undefined || first === undefined) return;
  // These are the arguments with which git itself fetches what a partial clone lacks.
  const args = ["-c", "fetch.negotiationAlgorithm=noop", "fetch", "--quiet", "--no-tags", "--no-write-fetch-head"];
  const rest = ["--no-recurse-submodules", "--refmap=", "--filter=blob:none", "--stdin", remote];
  try {
    const input = `${oids.join("\n")}\n`;
    await runInRepo(repo, [...args, ...rest], { input, ...(signal === undefined ? {} : { signal }) });
  } catch (error) {
    throw readFailure(repo, first, error);
  }
}

/** The remote that promised to deliver missing objects; undefined for a whole clone. Each repository is asked once. */
async function promisorRemote(repo: GitRepo): Promise<string | undefined> {
  if (repo.isWhole) return undefined;
  let remote = promisors.get(repo);
  if (remote === undefined) {
    remote = repo.mirror === undefined ? ((await gitConfigGet(repo, "extensions.partialClone")) ?? "-") : "origin";
    promisors.set(repo, remote);
  }
  return remote.startsWith("-") ? undefined : remote;
}

const promisors = new WeakMap<GitRepo, string>();
