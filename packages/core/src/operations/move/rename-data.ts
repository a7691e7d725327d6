import { join } from "node:path";
import { ioError } from "../../fs/io-error.ts";
import { lstatPath } from "../../fs/lstat-path.ts";
import { moveFile } from "../../fs/move-file.ts";

/** From where to where, relative to the root. */
export interface DataPaths {
  readonly source: string;
  readonly destination: string;
}

/**
 * Renames data, if they are there.
 *
 * @throws IO_FAILED, for example if the two places are on different disks
 */
export function renameData(rootDir: string, { source, destination }: DataPaths): void {
  const from = join(rootDir, source);
  if (lstatPath(from) === undefined) return;
  try {
    moveFile(from, join(rootDir, destination));
  } catch (error) {
    throw ioError({ action: "move", path: from }, error);
  }
}
