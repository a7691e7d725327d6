import { basename, join, normalize, resolve } from "node:path";
import { LodeError } from "../base/lode-error.ts";
import { isDirectory } from "../fs/is-directory.ts";
import { pathExists } from "../fs/path-exists.ts";

/** Where a download goes. */
export interface DestinationOptions {
  /** What is downloaded: a path, or the path of a URL. */
  readonly path: string;
  /** Relative to the current folder; an existing folder means into it. Default: the last part of `path`. */
  readonly out?: string;
  /** Whether the destination may exist. Default: false. */
  readonly force?: boolean;
}

/**
 * The absolute path that a download gets.
 *
 * @throws PATH_EXISTS if something is there and is not to be replaced
 */
export function resolveDestination(cwd: string, { path, out, force = false }: DestinationOptions): string {
  const name = basename(normalize(path));
  const target = out === undefined || out === "" ? name : isDirectory(resolve(cwd, out)) ? join(out, name) : out;
  const absolute = resolve(cwd, target);
  if (force || !pathExists(absolute)) return absolute;
  const what = isDirectory(absolute) ? "directory" : "file";
  throw new LodeError("PATH_EXISTS", `Cannot write to '${target}': the ${what} already exists locally`, {
    hint: "To override it, run the command again with '--force'.",
    details: { path: absolute },
  });
}
