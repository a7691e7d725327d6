import { type ErrorCode, errorCatalogue } from "./error-catalogue.ts";
import type { ErrorKind } from "./error-kind.ts";

/** What an error may carry beside its message. */
export interface ErrorExtras {
  /** The next thing to do, as a sentence or a command; shown on a line of its own. */
  readonly hint?: string;
  /** For programs: paths, object ids, line numbers. Plain JSON values only, never a secret. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The error underneath. */
  readonly cause?: unknown;
}

/**
 * The one error that Lode throws on purpose; any other error is a bug and is printed with its stack.
 *
 * Messages read "Cannot <action> <quoted thing>: <state>", in sentence case, without a period at the end.
 */
export class LodeError extends Error {
  override readonly name = "LodeError";
  readonly code: ErrorCode;
  readonly hint: string | undefined;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, extras: ErrorExtras = {}) {
    super(message, extras.cause === undefined ? undefined : { cause: extras.cause });
    this.code = code;
    this.hint = extras.hint;
    this.details = extras.details ?? {};
  }

  /** The kind that the catalogue gives to this code. */
  get kind(): ErrorKind {
    return errorCatalogue[this.code];
  }
}

/** Says whether a caught value is a LodeError, and with these codes if any are given. */
export function isLodeError(value: unknown, ...codes: readonly ErrorCode[]): value is LodeError {
  return value instanceof LodeError && (codes.length === 0 || codes.includes(value.code));
}
