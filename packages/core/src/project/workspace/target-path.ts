import { join } from "node:path";
import { basename, dirname } from "node:path/posix";
import { LodeError } from "../../base/lode-error.ts";
import { isRelPath, type RelPath } from "../../base/rel-path.ts";
import { isStageFileName } from "../../formats/stage/path-problem.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { statIfThere } from "../../fs/stat-names.ts";
import type { Project } from "../project.ts";
import { projectPath } from "../select-targets.ts";
import type { Workspace } from "./workspace.ts";

const URL_SCHEME = /^[A-Za-z][A-Za-z0-9+.-]*:\/\//;

/**
 * Works out the path of a target from the project's root, and makes sure that an output could be there.
 *
 * @param target relative to the project's `cwd`, or absolute
 * @throws TARGET_INVALID if it is the root, OUTPUT_OUTSIDE if it is outside of the project, PATH_BEHIND_LINK if it is
 *   reached through a symbolic link or is one to a directory
 */
export function targetPath(project: Project, target: string): RelPath {
  const path = URL_SCHEME.test(target) ? undefined : projectPath(project, target);
  if (path === undefined) {
    throw new LodeError("OUTPUT_OUTSIDE", `Cannot add '${target}': it is outside of the project`, {
      hint: "Take a copy with --out, or send it straight to storage with --to-remote.",
      details: { target },
    });
  }
  if (!isRelPath(path)) {
    throw new LodeError("TARGET_INVALID", `Cannot add '${target}': it is the project's root`, {
      hint: "Add the files and folders in it, such as `lode add --glob '*.csv'`.",
      details: { target },
    });
  }
  refuseLinks(project, path, `add '${target}'`);
  return path;
}

/**
 * Refuses a path behind a symbolic link: what is there would be tracked under a path that Git and DVC do not see it at.
 *
 * @param attempt what is to be done, such as `add 'foo'`
 * @throws PATH_BEHIND_LINK
 */
export function refuseLinks({ rootDir }: Project, path: RelPath, attempt: string): void {
  const isLink = (relpath: string) => lstatPath(join(rootDir, relpath))?.isSymbolicLink() === true;
  for (let folder = dirname(path); folder !== "."; folder = dirname(folder)) {
    if (isLink(folder)) throw behindLink(attempt, folder);
  }
  if (isLink(path) && statIfThere(join(rootDir, path))?.isDirectory()) throw behindLink(attempt, path);
}

function behindLink(attempt: string, link: string): LodeError {
  return new LodeError("PATH_BEHIND_LINK", `Cannot ${attempt}: '${link}' is a symbolic link to a directory`, {
    hint: "Name the directory that it leads to, if it is in the project.",
    details: { link },
  });
}

/**
 * Makes sure that a path may be a new output.
 *
 * @param kind what is there, or will be; default: what is there
 * @throws TARGET_INVALID if it is a stage file, OUTPUT_IGNORED if it is ignored
 */
export async function checkNewOutput(workspace: Workspace, path: RelPath, kind?: "file" | "dir"): Promise<void> {
  if (isStageFileName(path)) {
    throw new LodeError("TARGET_INVALID", `Cannot track '${path}': a stage file cannot be an output`, {
      hint: "Name the data; Git keeps the stage files.",
      details: { path },
    });
  }
  const scope = await workspace.scopeAround(path);
  const isDir = statIfThere(join(workspace.project.rootDir, path))?.isDirectory() === true;
  if (scope !== undefined && !scope.isIgnored(basename(path), kind ?? (isDir ? "dir" : "file"))) return;
  throw new LodeError("OUTPUT_IGNORED", `Cannot track '${path}': it is ignored by .dvcignore`, {
    hint: `See which rule does it with \`lode check-ignore -d ${path}\`.`,
    details: { path },
  });
}
