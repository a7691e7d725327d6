import { posix } from "node:path";
import { LodeError } from "../../base/lode-error.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import { isDirectory } from "../../fs/is-directory.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import type { Project } from "../../project/project.ts";
import type { ProjectIndex } from "../../project/project-index.ts";
import { projectPath } from "../../project/select-targets.ts";
import { refuseLinks } from "../../project/workspace/target-path.ts";

/** From where to where data move, relative to the current folder. */
export interface MoveOptions {
  /** An output, or a path in a tracked directory. */
  readonly from: string;
  /** A new path, or a directory to move into. */
  readonly to: string;
}

/** The same from the project's root. */
export interface MovePaths {
  readonly source: RelPath;
  readonly destination: RelPath;
}

/**
 * Resolves the path that is to be moved.
 *
 * @throws OUTPUT_OUTSIDE, TARGET_INVALID if it is the root
 */
export function resolveSource(project: Project, from: string): RelPath {
  const source = pathInProject(project, from);
  if (isRelPath(source)) return source;
  throw new LodeError("TARGET_INVALID", `Cannot move '${from}': it is the project's root`, { details: { from } });
}

/**
 * Resolves where an output is to go. A directory stands for the same name in it, unless a move that was ended early has
 * put the data there already.
 *
 * @throws OUTPUT_OUTSIDE, TARGET_INVALID, PATH_NOT_FOUND, PATH_BEHIND_LINK, PATH_OCCUPIED if it leads into itself
 */
export function resolveDestination(
  project: Project,
  index: ProjectIndex,
  { source, to }: { readonly source: RelPath; readonly to: string },
): RelPath {
  const path = pathInProject(project, to);
  const isInto = isDirectory(posix.join(project.rootDir, path)) && !isMoved(project, index, [source, path]);
  if (to.endsWith("/") && !isInto) throw folderMissing(source, to);
  const destination = isInto ? posix.join(path, posix.basename(source)) : path;
  if (!isRelPath(destination)) {
    throw new LodeError("TARGET_INVALID", `Cannot move '${source}' to '${to}': it is the project's root`, {
      details: { source, to },
    });
  }
  refuseLinks(project, destination, `move '${source}'`);
  if (destination.startsWith(`${source}/`)) {
    throw new LodeError("PATH_OCCUPIED", `Cannot move '${source}' to '${destination}': that is in itself`, {
      details: { source, destination },
    });
  }
  return destination;
}

/** Whether the data are gone from one place, and recorded at both with the same content. */
function isMoved({ rootDir }: Project, { byPath }: ProjectIndex, [source, path]: readonly [RelPath, string]): boolean {
  if (!isRelPath(path) || lstatPath(posix.join(rootDir, source)) !== undefined) return false;
  const oid = byPath.get(source)?.output.oid;
  return oid !== undefined && byPath.get(path)?.output.oid === oid;
}

/** The error for a folder that nothing can be moved to. */
export function folderMissing(from: string, folder: string): LodeError {
  return new LodeError("PATH_NOT_FOUND", `Cannot move '${from}': the folder '${folder}' does not exist`, {
    hint: "Make it first.",
    details: { from, folder },
  });
}

/**
 * A path of the project from its root; `""` is the root.
 *
 * @throws OUTPUT_OUTSIDE
 */
export function pathInProject(project: Project, path: string): string {
  const found = projectPath(project, path);
  if (found !== undefined) return found;
  throw new LodeError("OUTPUT_OUTSIDE", `Cannot move '${path}': it is outside of the project`, {
    hint: "Data move within a project; take them to another one with `lode import` there.",
    details: { path },
  });
}
