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
export { findProjectRoot } from "./project/find-root.ts";
