/**
 * The library's door for programs that keep a registry for others: what the server builds on below the operations.
 * Nothing here knows of HTTP.
 */
export type { ByteRange } from "./base/file-tree.ts";
export { type HashName, isDirOid, type Oid, parseOid } from "./base/oid.ts";
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
export { LocalRemote } from "./remotes/local/local-remote.ts";
export type { ObjectId } from "./remotes/remote.ts";
export { type ObjectStore, objectPath } from "./store/object-store.ts";
export { putStream } from "./store/put-stream.ts";
export { readManifest } from "./store/read-manifest.ts";
