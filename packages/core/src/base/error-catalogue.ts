import type { ErrorKind } from "./error-kind.ts";

/**
 * Every error code with its kind, in alphabetical order. docs/errors.md explains each one to users and is compared
 * with this record by a test.
 */
export const errorCatalogue = {
  CANCELLED: "cancelled",
  CONFIG_INVALID: "config",
  CONFIG_OPTION_MISSING: "config",
  DVC_FILE_INVALID: "invalid",
  FILE_CHANGED: "conflict",
  FILE_UNREADABLE: "io",
  GIT_FAILED: "io",
  GIT_MISSING: "unsupported",
  GIT_OBJECT_MISSING: "integrity",
  GIT_REPO_MISSING: "not-found",
  IO_FAILED: "io",
  LFS_FAILED: "integrity",
  LFS_MISSING: "unsupported",
  LINK_UNSUPPORTED: "unsupported",
  LOCK_HELD: "locked",
  MANIFEST_INVALID: "invalid",
  NOT_A_PROJECT: "not-a-project",
  OBJECT_CORRUPT: "integrity",
  OBJECT_MISSING: "not-found",
  OFFLINE: "network",
  OUTPUT_DUPLICATE: "invalid",
  OUTPUT_OVERLAP: "conflict",
  PARAMS_INVALID: "invalid",
  PATH_HOSTILE: "invalid",
  PATH_NOT_FOUND: "not-found",
  PATH_OCCUPIED: "conflict",
  PIPELINE_INVALID: "invalid",
  REMOTE_EXISTS: "config",
  REMOTE_MISSING: "config",
  REVISION_UNKNOWN: "not-found",
  RWLOCK_INVALID: "invalid",
  SOURCE_UNREACHABLE: "network",
  SOURCE_URL_REFUSED: "invalid",
  STAGE_CYCLE: "invalid",
  STAGE_FILE_IGNORED: "invalid",
  STAGE_FILE_IN_OUTPUT: "invalid",
  STAGE_FILE_NOT_FOUND: "not-found",
  STAGE_NOT_FOUND: "not-found",
  STAGE_PARAMETRIZED: "unsupported",
  TARGET_INVALID: "usage",
  TARGET_UNKNOWN: "not-found",
  TEXT_NOT_UTF8: "invalid",
} as const satisfies Record<string, ErrorKind>;

/** A code of the catalogue: stable, for programs; messages are for people and may change. */
export type ErrorCode = keyof typeof errorCatalogue;
