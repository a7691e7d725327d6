import { join } from "node:path";
import { ioError } from "../../fs/io-error.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { moveTree } from "../../fs/move-tree.ts";

/** From where to where, relative to the root. */
export interface DataPaths {
  readonly source: string;
  readonly destination: string;
}

/**
 * Renames data, if they are there; between disks they are copied, compared, and then removed.
 *
 * @throws IO_FAILED
 */
export function renameData(rootDir: string, { source, destination }: DataPaths): void {
  const from = join(rootDir, source);
  if (lstatPath(from) === undefined) return;
  try {
    moveTree(from, join(rootDir, destination));
  } catch (error) {
    throw ioError({ action: "move", path: from }, error);
  }
}
