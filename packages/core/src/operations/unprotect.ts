import { resolve } from "node:path";
import type { RunContext } from "../base/events.ts";
import type { Project } from "../project/project.ts";
import { unprotect as unprotectFiles } from "../store/unprotect.ts";

/** What was made writable. */
export interface UnprotectResult {
  /** How many files were links and are copies now. */
  readonly copied: number;
}

/**
 * Makes files, and the files of directories, writable and independent of the cache.
 *
 * @param targets relative to the current folder
 * @throws PATH_NOT_FOUND if one is not there; those before it are done
 */
export async function unprotect(
  { context, cache }: Project,
  targets: readonly string[],
  { signal }: RunContext,
): Promise<UnprotectResult> {
  let copied = 0;
  for (const target of targets) {
    copied += await unprotectFiles(cache.current, resolve(context.cwd, target), signal === undefined ? {} : { signal });
  }
  return { copied };
}
