import { isLodeError, LodeError } from "../../base/lode-error.ts";
import type { GitRepo } from "../git-repo.ts";

/** Says what it means that git broke off while reading an object: in a mirror it could not fetch it. */
export function readFailure(repo: GitRepo, oid: string, error: unknown): unknown {
  if (repo.mirror === undefined || !isLodeError(error, "GIT_FAILED")) return error;
  const { url, offline } = repo.mirror;
  const details = { oid, url };
  if (offline) {
    return new LodeError("OFFLINE", `Cannot read a file of "${url}": it is not in the local copy`, {
      hint: "Run the command again without offline mode",
      details,
      cause: error,
    });
  }
  return new LodeError("SOURCE_UNREACHABLE", `Cannot fetch a file of "${url}": ${error.message}`, {
    hint: `Check that you can reach it: git ls-remote ${url}`,
    details,
    cause: error,
  });
}

/**
 * The error for an object that a whole repository must have and has not.
 *
 * @param where the folder of the repository, or its address
 */
export function missingObject(where: string, oid: string): LodeError {
  return new LodeError("GIT_OBJECT_MISSING", `Cannot read the Git object "${oid}" in "${where}": it is missing`, {
    hint: "Run git fsck there",
    details: { oid, gitDir: where },
  });
}
