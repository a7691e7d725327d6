import { isLodeError, LodeError } from "../../base/lode-error.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { unprotect } from "../../store/unprotect.ts";
import { updateCreatedOutputs } from "../../worktree/created/created-outputs.ts";
import type { Output } from "../output.ts";
import { storeOf } from "../project.ts";
import { fullPath, type Workspace } from "./workspace.ts";

/**
 * Leaves what lies at the path of an output to the user: its files become writable copies, independent of the cache,
 * which no checkout takes away.
 *
 * @throws OBJECT_MISSING if a file is a link to an object that is lost; IO_FAILED, CANCELLED
 */
export async function releaseOutput(workspace: Workspace, output: Output): Promise<void> {
  const { location, cached, hashName } = output;
  if (!cached || location.kind === "url") return;
  const { project, run, statCache } = workspace;
  const path = fullPath(workspace, location);
  if (lstatPath(path) !== undefined) {
    const store = storeOf(project.cache, hashName);
    await unprotect(store, path, run.signal === undefined ? {} : { signal: run.signal }).catch((error: unknown) => {
      throw isLodeError(error, "IO_FAILED") && error.details.errno === "ENOENT" ? linkToNothing(path, error) : error;
    });
  }
  updateCreatedOutputs(statCache, { forgotten: [location.path] });
}

function linkToNothing(path: string, cause: LodeError): LodeError {
  return new LodeError("OBJECT_MISSING", `Cannot make "${path}" independent of the cache: an object is not in it`, {
    hint: "Get it with `lode fetch`, or remove the data as well.",
    details: { path },
    cause,
  });
}
