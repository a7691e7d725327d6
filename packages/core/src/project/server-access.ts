import type { Options } from "../formats/config/config.ts";
import type { StorageAccess } from "../remotes/storage/storage-access.ts";
import { surroundings } from "./open-remote.ts";
import type { ProjectContext } from "./project-context.ts";

/**
 * How a registry server is spoken to that is named by its URL, and not by a remote's options. Its credentials are those of
 * the URL, of the user's sign-in, or of `.netrc`.
 */
export function serverAccess(url: string, context: ProjectContext, options: Options = new Map()): StorageAccess {
  return { url, options, ...surroundings(context) };
}
