import type { ErrorKind } from "./error-kind.ts";

/**
 * Every error code with its kind, in alphabetical order. docs/errors.md explains each one to users and is compared
 * with this record by a test.
 */
export const errorCatalogue = {
  CANCELLED: "cancelled",
  CONFIG_INVALID: "config",
  IO_FAILED: "io",
  OUTPUT_DUPLICATE: "invalid",
  OUTPUT_OVERLAP: "conflict",
  PATH_HOSTILE: "invalid",
  STAGE_CYCLE: "invalid",
  STAGE_FILE_IN_OUTPUT: "invalid",
} as const satisfies Record<string, ErrorKind>;

/** A code of the catalogue: stable, for programs; messages are for people and may change. */
export type ErrorCode = keyof typeof errorCatalogue;
