import { dirname, join, relative } from "node:path";
import { isLodeError } from "../../base/lode-error.ts";
import { ensureDir } from "../../fs/ensure-dir.ts";
import { ioError } from "../../fs/io-error.ts";
import { moveTree } from "../../fs/move-tree.ts";
import { pathExists } from "../../fs/path-exists.ts";
import type { Project } from "../project.ts";
import { tmpDir } from "../project-lock.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Moves files whose content is saved nowhere out of the way instead of losing them, and says where they are: into a
 * folder of their own in `.dvc/tmp/lode/replaced`, which keeps their paths.
 *
 * @param paths absolute, in the project
 * @throws IO_FAILED; what was moved before stays there
 */
export function setAside({ project, run }: Workspace, paths: readonly string[]): void {
  if (paths.length === 0) return;
  const folder = freshFolder(asideDir(project));
  for (const path of paths) {
    const target = join(folder, relative(project.rootDir, path));
    ensureDir(dirname(target));
    try {
      moveTree(path, target);
    } catch (error) {
      throw ioError({ action: "move out of the way", path }, error);
    }
  }
  const names = paths.map((path) => `'${relative(project.rootDir, path)}'`).join(", ");
  const kept = relative(project.rootDir, folder);
  run.onEvent?.({ type: "warning", message: `Files that are saved nowhere else are kept in '${kept}': ${names}` });
}

/**
 * Does work that refuses to remove files whose content is saved nowhere, and says so before it changes anything: they
 * are then set aside, and the work is done again.
 *
 * @throws what the work throws, FILES_UNSAVED apart; IO_FAILED
 */
export async function withSetAside(workspace: Workspace, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isLodeError(error, "FILES_UNSAVED")) throw error;
    const { paths } = error.details;
    setAside(workspace, Array.isArray(paths) ? paths.filter((path) => typeof path === "string") : []);
    await work();
  }
}

/** The folder of the files that were moved out of the way; absolute. */
export function asideDir(project: Project): string {
  return join(tmpDir(project), "lode", "replaced");
}

function freshFolder(parent: string): string {
  for (let number = 1; ; number++) {
    const folder = join(parent, String(number));
    if (!pathExists(folder)) return folder;
  }
}
