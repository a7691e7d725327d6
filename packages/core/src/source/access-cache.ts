import { join } from "node:path";
import type { HashName } from "../base/oid.ts";
import { removeTree } from "../fs/remove-tree.ts";
import { temporaryName } from "../fs/temporary-name.ts";
import type { Project, ProjectCache } from "../project/project.ts";
import { cacheAt } from "../project/project-cache.ts";
import { tmpDir } from "../project/project-lock.ts";

/**
 * The cache with which a source is opened whose files are to be stored by one hash. Objects of that hash go straight to
 * the project's cache. Those of the other one, which get new names there, lie in a scratch folder until this is
 * disposed: the project has no use for them.
 */
export function accessCache(project: Project, hashName: HashName): ProjectCache & Disposable {
  const { cache } = project;
  const dir = join(tmpDir(project), "lode", temporaryName());
  const scratch = cacheAt(dir, { linkTypes: cache.current.linkTypes });
  return {
    dir: cache.dir,
    current: hashName === "md5" ? cache.current : scratch.current,
    legacy: hashName === "md5" ? scratch.legacy : cache.legacy,
    [Symbol.dispose]: () => removeTree(dir),
  };
}
