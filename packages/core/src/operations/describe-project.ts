import { isLodeError } from "../base/lode-error.ts";
import { isDirectory } from "../fs/is-directory.ts";
import type { LinkType } from "../fs/link-type.ts";
import { probeLinkTypes } from "../fs/probe-link-types.ts";
import type { Project } from "../project/project.ts";

/** What is worth knowing of a project when something does not work. */
export interface ProjectDescription {
  /** Absolute. */
  readonly root: string;
  /** Absolute. */
  readonly cacheDir: string;
  /** The links that work from the cache to the project; undefined while there is no cache, or it is read-only. */
  readonly linkTypes: readonly LinkType[] | undefined;
  /** The kind of storage of each remote, in the order of the configuration. */
  readonly remoteSchemes: readonly string[];
  /** Whether the project is the root of its Git repository, a part of it, or without Git. */
  readonly git: "root" | "subdir" | "none";
}

/** Describes a project. Link types are tried out, which writes to the cache and the project for a moment. */
export function describeProject(project: Project): ProjectDescription {
  const { rootDir, cache, config, git } = project;
  return {
    root: rootDir,
    cacheDir: cache.dir,
    linkTypes: isDirectory(cache.dir) ? linkTypes(cache.dir, rootDir) : undefined,
    remoteSchemes: [...config.remotes.values()].map(({ scheme }) => scheme),
    git: git === undefined ? "none" : git.prefix === "" ? "root" : "subdir",
  };
}

function linkTypes(cacheDir: string, rootDir: string): readonly LinkType[] | undefined {
  try {
    return probeLinkTypes(cacheDir, rootDir);
  } catch (error) {
    if (isLodeError(error, "IO_FAILED")) return undefined;
    throw error;
  }
}
