import { isTemporaryName, listNames, loadNamelessFiles, removeTree } from "@lode/core/engine";
import type { ObjectStorage } from "./object-storage.ts";

/**
 * Makes the storage of a folder ready that no other server uses: uploads that a killed server left unfinished are
 * removed. Where the disk can, small objects are written to files without a name from now on, of which a kill leaves
 * nothing.
 */
export async function prepareStorage({ remote, stagingDir }: ObjectStorage): Promise<void> {
  await loadNamelessFiles();
  removeTree(stagingDir);
  for (const hashName of ["md5", "md5-dos2unix"] as const) {
    const { dir } = remote.storeOf(hashName);
    for (const name of listNames(dir) ?? []) {
      if (isTemporaryName(name)) removeTree(`${dir}/${name}`);
    }
  }
}
