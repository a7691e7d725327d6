/**
 * The library's door for programs that keep a registry for others: what the server builds on below the operations.
 * Nothing here knows of HTTP.
 */

export { arrivedCorrupt } from "./base/arrived-corrupt.ts";
export { compareCodePoints } from "./base/code-point-order.ts";
export type { ByteRange, FileTree } from "./base/file-tree.ts";
export { type HashName, isDirOid, type Oid, parseOid } from "./base/oid.ts";
export { Overlap } from "./base/overlap.ts";
export { isRelPath, parseRelPath } from "./base/rel-path.ts";
export { resolveRemote } from "./formats/config/resolve-remote.ts";
export { validateRemote } from "./formats/config/validate-remote.ts";
export {
  type ArtifactName,
  formatArtifactName,
  isArtifactName,
  parseArtifactName,
} from "./formats/gto/artifact-name.ts";
export { type GtoTag, parseGtoTag } from "./formats/gto/gto-tag.ts";
export { findArtifactTag, newestInRange } from "./formats/gto/newest-in-range.ts";
export { resolveArtifact } from "./formats/gto/resolve-artifact.ts";
export { compareVersions, VERSION_PATTERN } from "./formats/gto/semver.ts";
export { parseVersionRange, versionTags } from "./formats/gto/version-range.ts";
export { diffManifests, type ManifestDiff } from "./formats/manifest/diff-manifests.ts";
export type { Manifest, ManifestEntry } from "./formats/manifest/manifest.ts";
export { findManifestEntry } from "./formats/manifest/manifest-subtree.ts";
export { parseYaml, type YamlDocument } from "./formats/yaml/parse-yaml.ts";
export {
  isYamlFloat,
  isYamlMap,
  isYamlSequence,
  isYamlTimestamp,
  type YamlMap,
  type YamlValue,
} from "./formats/yaml/yaml-value.ts";
export { copyFileAtomic } from "./fs/copy-file-atomic.ts";
export { ensureDir } from "./fs/ensure-dir.ts";
export { fileModes } from "./fs/file-modes.ts";
export { folderProblem } from "./fs/folder-problem.ts";
export { linkFile } from "./fs/link-file.ts";
export { listFiles, listNames } from "./fs/list-dir.ts";
export { acquireFileLock, type HeldLock } from "./fs/lock/file-lock.ts";
export { lstatPath } from "./fs/lstat-path.ts";
export { moveFile } from "./fs/move-file.ts";
export { loadNamelessFiles } from "./fs/nameless-file.ts";
export { pathExists } from "./fs/path-exists.ts";
export { readTextIfExists } from "./fs/read-text-if-exists.ts";
export { removeTree } from "./fs/remove-tree.ts";
export { openSentFile } from "./fs/sent-file.ts";
export { type DiskSync, loadDiskSync } from "./fs/sync-disk.ts";
export { isTemporaryName } from "./fs/temporary-name.ts";
export { writeFileAtomic } from "./fs/write-file-atomic.ts";
export { type GitContext, withGitConfig } from "./git/git-context.ts";
export { type GitQuarantine, type GitRepo, runInRepo } from "./git/git-repo.ts";
export { type AnnotatedTag, listAnnotatedTags } from "./git/list-annotated-tags.ts";
export { type GitRef, headBranch, listBranches, listTags } from "./git/list-refs.ts";
export { publicGitUrl } from "./git/mirror/public-git-url.ts";
export { namedCommits } from "./git/named-commits.ts";
export { redactCredentials } from "./git/redact-credentials.ts";
export { allRefsState, refState } from "./git/ref-state.ts";
export { findRevision, headCommit, isFullSha } from "./git/resolve-revision.ts";
export { runGit } from "./git/run-git.ts";
export { GitReaders } from "./git/tree/git-readers.ts";
export { openGitTree } from "./git/tree/git-tree.ts";
export { parseTreeObject } from "./git/tree/tree-object.ts";
export { hashBytes } from "./hash/md5.ts";
export { isPushed } from "./project/collect-wanted.ts";
export { type CommittedProject, committedProjects } from "./project/committed-projects.ts";
export { loadArtifacts } from "./project/load-artifacts.ts";
export { type LoadIndexOptions, loadIndex } from "./project/load-index.ts";
export { describeLocation } from "./project/location.ts";
export { isMetadataName } from "./project/metadata-name.ts";
export type { Project } from "./project/project.ts";
export type { ProjectContext } from "./project/project-context.ts";
export { type OwnedOutput, ownedOutputs } from "./project/project-index.ts";
export type { Stage } from "./project/stage.ts";
export { BATCH_KEY, type BatchLimits, printBatchLimits, UPLOADS_KEY } from "./remotes/batch/batch-limits.ts";
export { frameHead, readFrames } from "./remotes/batch/frames.ts";
export { gitFrameHead, gitMissingFrame, gitSizeFrame } from "./remotes/batch/git-frames.ts";
export { SERVED_REV_PATTERN } from "./remotes/batch/served-rev.ts";
export { cutBatches } from "./remotes/cut-batches.ts";
export { LocalRemote } from "./remotes/local/local-remote.ts";
export { objectKey } from "./remotes/object-key.ts";
export { storageKind } from "./remotes/open-storage.ts";
export type { ObjectId, Remote, TransferContext, TransferReport } from "./remotes/remote.ts";
export { defaultRetries, retryPassing } from "./remotes/retry-passing.ts";
export { RetryingRemote } from "./remotes/retrying-remote.ts";
export type { RemoteStorage } from "./remotes/storage/remote-storage.ts";
export { StorageRemote } from "./remotes/storage/storage-remote.ts";
export { adoptFile } from "./store/adopt-file.ts";
export { GrowingFile } from "./store/growing-file.ts";
export { digestOf, type ObjectStore, objectPath } from "./store/object-store.ts";
export { putBytes } from "./store/put-bytes.ts";
export { putObjects } from "./store/put-objects.ts";
export { putStream } from "./store/put-stream.ts";
export { type ManifestResult, readManifest } from "./store/read-manifest.ts";
export { readObjects } from "./store/read-objects.ts";
export { verifyObjects } from "./store/verify-objects.ts";
export { verifyRemote } from "./transfer/verify-remote.ts";
