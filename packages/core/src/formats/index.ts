export {
  boolOption,
  type CacheConfig,
  type Config,
  type CoreConfig,
  numberOption,
  type Options,
  type RemoteConfig,
  textOption,
} from "./config/config.ts";
export {
  type ConfigFile,
  type ConfigSection,
  type ConfigValue,
  getOption,
  isConfigSection,
  type OptionPath,
} from "./config/config-file.ts";
export {
  type ConfigDirs,
  isPathOption,
  normalizeConfigPaths,
  relativizeConfigPath,
  resolveConfigPath,
  resolveConfigPaths,
} from "./config/config-paths.ts";
export {
  addRemote,
  modifyRemote,
  type NewRemote,
  type RemoteOption,
  removeRemote,
  renameRemote,
  replaceDefaultRemote,
  requireOption,
  requireRemote,
  setDefaultRemote,
  setOption,
  unsetOption,
} from "./config/edit-config.ts";
export { formatConfigValue, type ListedOption, listOptions } from "./config/list-options.ts";
export { mergeConfigs } from "./config/merge-configs.ts";
export type { OptionValue } from "./config/option-rules.ts";
export { decodeConfig, type ParseConfigOptions, parseConfig } from "./config/parse-config.ts";
export { checkInterpolation, printConfig } from "./config/print-config.ts";
export { redactUrl } from "./config/redact-url.ts";
export type { RemoteScheme } from "./config/remote-schemas.ts";
export { resolveRemote, resolveRemoteUrl } from "./config/resolve-remote.ts";
export { isSecretOption } from "./config/secret-options.ts";
export { type ConfigLevel, validateConfig } from "./config/validate-config.ts";
export { schemeOf } from "./config/validate-remote.ts";
export { type ArtifactName, formatArtifactName, isArtifactName, parseArtifactName } from "./gto/artifact-name.ts";
export { formatGtoTag, type GtoTag, parseGtoTag } from "./gto/gto-tag.ts";
export { type ArtifactQuery, type DatedTag, resolveArtifact } from "./gto/resolve-artifact.ts";
export { compareVersions, isVersion } from "./gto/semver.ts";
export { createGitIgnoreMatcher, type GitIgnoreMatcher } from "./ignore/git-ignore-matcher.ts";
export { addIgnoreEntry, removeIgnoreEntry } from "./ignore/gitignore-file.ts";
export {
  createIgnoreMatcher,
  type IgnoreExplanation,
  type IgnoreMatcher,
  type IgnoreSources,
} from "./ignore/ignore-matcher.ts";
export type { IgnoreRule } from "./ignore/ignore-rules.ts";
export { choosePaths, type PathChoice, type PathPatterns } from "./ignore/path-choice.ts";
export { formatPythonFloat, type PythonFloat, pythonFloat } from "./json/python-float.ts";
export {
  type PythonJsonOptions,
  type PythonJsonValue,
  pythonJson,
  pythonJsonPieces,
  pythonJsonString,
} from "./json/python-json.ts";
export { buildManifest } from "./manifest/build-manifest.ts";
export { type ChangedEntry, diffManifests, type ManifestDiff } from "./manifest/diff-manifests.ts";
export type { Manifest, ManifestEntry } from "./manifest/manifest.ts";
export { findManifestEntry, manifestSubtree } from "./manifest/manifest-subtree.ts";
export { type FavoredSide, type ManifestMerge, type MergeSides, mergeManifests } from "./manifest/merge-manifests.ts";
export { MAX_MANIFEST_BYTES, parseManifest } from "./manifest/parse-manifest.ts";
export { printManifest } from "./manifest/print-manifest.ts";
export { equalParams } from "./params/equal-params.ts";
export { lookUpParam } from "./params/look-up-param.ts";
export type { ParamsMap, ParamsValue, PythonOnly } from "./params/params-value.ts";
export { parseParamsFile } from "./params/parse-params-file.ts";
export { removeLockStage, updateLockStage } from "./pipeline/edit-lock.ts";
export { removePipelineStage, setStageFrozen } from "./pipeline/edit-pipeline.ts";
export { type JoinedDependency, type JoinedParams, type JoinedStage, joinLock } from "./pipeline/join-lock.ts";
export { type LockedEntry, type LockedStage, type LockFile, parseLockFile } from "./pipeline/lock-file.ts";
export { type ParsedPipeline, parsePipelineFile } from "./pipeline/parse-pipeline-file.ts";
export { parseTarget, type Target } from "./pipeline/parse-target.ts";
export type { ParamsDependency, PipelineOutput, PipelineStage } from "./pipeline/pipeline-stage.ts";
export {
  type PipelineOptions,
  type ResolvedPipeline,
  resolvePipeline,
  resolvePipelineStages,
} from "./pipeline/resolve-pipeline.ts";
export type { Artifact, PipelineSections } from "./pipeline/resolve-sections.ts";
export type { DependencyEntry, RepoSource } from "./stage/dependency-entry.ts";
export type { DvcFile } from "./stage/dvc-file.ts";
export type { ChecksumKey, EntryState, FileEntry, OutputEntry } from "./stage/output-entry.ts";
export { type ParsedDvcFile, parseDvcFile } from "./stage/parse-dvc-file.ts";
export { isStageFileName } from "./stage/path-problem.ts";
export { printDvcFile, updateDvcFile } from "./stage/print-dvc-file.ts";
export { computeStageMd5 } from "./stage/stage-md5.ts";
export type { FlagStyle } from "./template/template-text.ts";
