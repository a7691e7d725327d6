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
export { type ErrorExtras, isLodeError, LodeError } from "./base/lode-error.ts";
export { type HashName, isDirOid, type Oid, parseOid } from "./base/oid.ts";
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
export { type InitContext, type InitOptions, type InitResult, initProject } from "./operations/init-project.ts";
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
export {
  type ConfigLevelName,
  type ConfigPlaces,
  configPlacesAround,
  type MachineConfigDirs,
} from "./project/config-places.ts";
export { findProjectRoot } from "./project/find-root.ts";
