import { join } from "node:path";
import { ioError } from "../../fs/io-error.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { moveFile } from "../../fs/move-file.ts";
import type { Project } from "../../project/project.ts";
import type { MovePaths } from "./move-paths.ts";

/**
 * Renames data, if they are there.
 *
 * @throws IO_FAILED, for example if the two places are on different disks
 */
export function renameData({ rootDir }: Project, { source, destination }: MovePaths): void {
  const from = join(rootDir, source);
  if (lstatPath(from) === undefined) return;
  try {
    moveFile(from, join(rootDir, destination));
  } catch (error) {
    throw ioError({ action: "move", path: from }, error);
  }
}
