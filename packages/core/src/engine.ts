/**
 * The library's door for programs that keep a registry for others: what the server builds on below the operations.
 * Nothing here knows of HTTP.
 */
export { parseYaml, type YamlDocument } from "./formats/yaml/parse-yaml.ts";
export { isYamlMap } from "./formats/yaml/yaml-value.ts";
export { ensureDir } from "./fs/ensure-dir.ts";
export { acquireFileLock, type HeldLock } from "./fs/lock/file-lock.ts";
export { pathExists } from "./fs/path-exists.ts";
export { readTextIfExists } from "./fs/read-text-if-exists.ts";
export { removeTree } from "./fs/remove-tree.ts";
export type { GitContext } from "./git/git-context.ts";
export { type GitRepo, runInRepo } from "./git/git-repo.ts";
export { runGit } from "./git/run-git.ts";
