/** The library's door: everything a program may use of `@lode/core`, formats apart. */
export { type ErrorCode, errorCatalogue } from "./base/error-catalogue.ts";
export type { ErrorKind } from "./base/error-kind.ts";
export type {
  LodeEvent,
  NoticeEvent,
  OnEvent,
  ProgressEvent,
  RunContext,
  TaskName,
  WarningEvent,
} from "./base/events.ts";
export type { FindToken } from "./base/find-token.ts";
export { type ErrorExtras, isLodeError, LodeError } from "./base/lode-error.ts";
export { type HashName, isDirOid, type Oid, parseOid } from "./base/oid.ts";
export { openBrowser } from "./command/open-browser.ts";
export { unforeseenIoError } from "./fs/io-error.ts";
export { type AddedOutput, type AddOptions, type AddResult, add } from "./operations/add/add.ts";
export { type AddCopyOptions, addCopy } from "./operations/add/add-copy.ts";
export {
  artifactUrl,
  type GetArtifactOptions,
  type GetArtifactResult,
  getArtifact,
  showArtifact,
} from "./operations/artifacts/get-artifact.ts";
export { type CreateBundleOptions, type CreatedBundle, createBundle } from "./operations/bundle/create-bundle.ts";
export { type UnpackedBundle, unpackBundle } from "./operations/bundle/unpack-bundle.ts";
export { type CheckOptions, type CheckResult, check, type MissingObject } from "./operations/check/check.ts";
export { checkIgnore, type IgnoreCheck, type MatchedRule } from "./operations/check-ignore.ts";
export { type CheckoutOptions, checkout } from "./operations/checkout/checkout.ts";
export type { CheckoutResult, FailedOutput } from "./operations/checkout/checkout-result.ts";
export { type CommitOptions, type CommitResult, commit } from "./operations/commit/commit.ts";
export type { CommitStageOptions, ConfirmedChange } from "./operations/commit/commit-stage.ts";
export { cacheDir } from "./operations/config/cache-dir.ts";
export {
  type FoundOption,
  getConfigOption,
  type LevelOptions,
  listConfigOptions,
  type OptionChange,
  setConfigOption,
  unsetConfigOption,
} from "./operations/config/config-options.ts";
export type { DataChanges, RenamedPath } from "./operations/data-status/data-changes.ts";
export {
  type DataStatusOptions,
  type DataStatusResult,
  dataStatus,
  type RepositoryState,
} from "./operations/data-status/data-status.ts";
export { describeProject, type ProjectDescription } from "./operations/describe-project.ts";
export { type DestroyLoss, type DestroyOptions, type DestroyResult, destroy } from "./operations/destroy/destroy.ts";
export type { Change, DataDiff, DiffEntry } from "./operations/diff/data-diff.ts";
export { type DiffOptions, diff } from "./operations/diff/diff.ts";
export { type DuEntry, type DuOptions, du } from "./operations/du/du.ts";
export { type FetchOptions, type FetchResult, fetch } from "./operations/fetch/fetch.ts";
export { type FailedTarget, type FreezeResult, freeze, unfreeze } from "./operations/freeze/freeze.ts";
export type { AsideFile } from "./operations/fsck/check-aside.ts";
export { type FsckOptions, type FsckResult, fsck } from "./operations/fsck/fsck.ts";
export type { CheckedPlace, Problem } from "./operations/fsck/problem.ts";
export { type CollectedPlace, type GcOptions, type GcResult, gc } from "./operations/gc/gc.ts";
export { type GetOptions, type GetResult, get } from "./operations/get/get.ts";
export { type StorageUrlOptions, storageUrl } from "./operations/get/storage-url.ts";
export { type GetUrlOptions, getUrl } from "./operations/get-url/get-url.ts";
export { isRebasing } from "./operations/git-hook/is-rebasing.ts";
export { type MergeFiles, type MergeResult, mergeDvcFiles } from "./operations/git-hook/merge-dvc-files.ts";
export type { ImportOptions } from "./operations/import/import-options.ts";
export { type ImportResult, importPath } from "./operations/import/import-path.ts";
export { type ImportUrlResult, importUrl } from "./operations/import/import-url.ts";
export type { ImportUrlOptions } from "./operations/import/import-url-options.ts";
export type { MadeImport } from "./operations/import/make-import.ts";
export { type InitContext, type InitOptions, type InitResult, initProject } from "./operations/init-project.ts";
export { type InstallOptions, type InstallResult, install } from "./operations/install/install.ts";
export { type ListOptions, list } from "./operations/list/list.ts";
export type { ListedEntry } from "./operations/list/listed-entry.ts";
export { listUrl } from "./operations/list-url/list-url.ts";
export type { ListedUrlEntry, ListUrlOptions } from "./operations/list-url/list-url-options.ts";
export { type MigrateCacheResult, type MigrateOptions, migrateCache } from "./operations/migrate/migrate-cache.ts";
export { type MigrateFilesResult, migrateFiles } from "./operations/migrate/migrate-files.ts";
export { type MoveResult, move } from "./operations/move/move.ts";
export type { MoveOptions } from "./operations/move/move-paths.ts";
export type { ObjectUse } from "./operations/needed/object-users.ts";
export { type OpenOptions, open } from "./operations/open/open.ts";
export { type OutdatedOptions, outdated } from "./operations/outdated/outdated.ts";
export type { OutdatedImport, SeenVersion } from "./operations/outdated/outdated-import.ts";
export { type PullOptions, type PullResult, pull } from "./operations/pull/pull.ts";
export { type PushOptions, type PushResult, push } from "./operations/push/push.ts";
export { type Importer, type ListImportersOptions, listImporters } from "./operations/registry/list-importers.ts";
export {
  type SearchHit,
  type SearchOptions,
  type SearchResult,
  type SnippetPart,
  searchRegistry,
} from "./operations/registry/search-registry.ts";
export { defaultRemote, setDefaultRemote } from "./operations/remote/default-remote.ts";
export {
  addRemote,
  modifyRemote,
  type RemoteChange,
  type RemoteRenaming,
  type RemoteToAdd,
  removeRemote,
  renameRemote,
} from "./operations/remote/edit-remotes.ts";
export { type ListedRemote, listRemotes } from "./operations/remote/list-remotes.ts";
export { type RemoveOptions, type RemoveResult, remove } from "./operations/remove/remove.ts";
export { answerGit } from "./operations/sign-in/answer-git.ts";
export { type DvcLogin, setDvcLogins, unsetDvcLogins } from "./operations/sign-in/dvc-login.ts";
export { getJobToken, type JobTokenSource } from "./operations/sign-in/job-token.ts";
export { type SignInOptions, type SignInResult, signIn } from "./operations/sign-in/sign-in.ts";
export type { GivenToken, SignInContext } from "./operations/sign-in/sign-in-context.ts";
export { type SignInState, signInStates } from "./operations/sign-in/sign-in-states.ts";
export { type SignInProvider, type SignInWays, signInWays } from "./operations/sign-in/sign-in-ways.ts";
export type { BrowserStep, SignInMethod } from "./operations/sign-in/sign-in-with.ts";
export { type SignedOut, signOut } from "./operations/sign-in/sign-out.ts";
export { tokenFinder } from "./operations/sign-in/token-finder.ts";
export { tokenFor } from "./operations/sign-in/token-for.ts";
export {
  type CloudState,
  type CloudStatusOptions,
  type CloudStatusResult,
  cloudStatus,
} from "./operations/status/cloud-status.ts";
export { hasStages } from "./operations/status/has-stages.ts";
export { type StatusOptions, type StatusResult, status } from "./operations/status/status.ts";
export type { EntryStatus, EntryStatuses, StatusItem } from "./operations/status/status-item.ts";
export { type UnprotectResult, unprotect } from "./operations/unprotect.ts";
export { type UpdateResult, update } from "./operations/update/update.ts";
export type { UpdateOptions } from "./operations/update/update-options.ts";
export type { UpdatedImport } from "./operations/update/updated-import.ts";
export type { ConfigLevelName, ConfigPlaces, MachineConfigDirs } from "./project/config-places.ts";
export { configPlacesAround } from "./project/config-places-around.ts";
export { findProjectRoot } from "./project/find-root.ts";
export type { GitOutcome } from "./project/git-changes.ts";
export { openProject } from "./project/open-project.ts";
export type { Project } from "./project/project.ts";
export type { ProjectContext } from "./project/project-context.ts";
export type { ArtifactSpec, FoundArtifact } from "./source/find-artifact.ts";
export { findImportUpdates, type ImportUpdate } from "./source/import-updates.ts";
export type { SourceSpec } from "./source/source-context.ts";
