import type { ErrorCode, ErrorKind, LodeError } from "@lode/core";

/** What the program ends with, by what failed. */
interface KindExitCodes {
  /** In a command that reports its own failures, as most commands of DVC do. */
  readonly caught: number;
  /** Elsewhere: in the other commands, and while a project is opened. */
  readonly uncaught: number;
}

const failure: KindExitCodes = { caught: 1, uncaught: 255 };

/**
 * The exit codes of DVC by kind of error. A command that reports its own failures ends with 1 even if the cause is the
 * configuration; a refused sign-in and an interruption are never among them.
 */
const exitCodes: Readonly<Record<ErrorKind, KindExitCodes>> = {
  auth: { caught: 251, uncaught: 251 },
  cancelled: { caught: 252, uncaught: 252 },
  config: { caught: 1, uncaught: 251 },
  conflict: failure,
  forbidden: { caught: 251, uncaught: 251 },
  incomplete: failure,
  integrity: failure,
  invalid: failure,
  io: failure,
  locked: failure,
  network: failure,
  "not-a-project": { caught: 1, uncaught: 253 },
  "not-found": failure,
  unsafe: failure,
  unsupported: failure,
  usage: failure,
};

/** The exit code of an error that is a bug, or that the operating system made in an unforeseen place. */
export const unexpectedErrorExitCode = 255;

/** What DVC does not foresee, such as what the system refuses: it ends with an unexpected error in every command. */
const unforeseen: ReadonlySet<ErrorCode> = new Set([
  "ENTRY_UNUSABLE",
  "FILE_UNREADABLE",
  "IO_FAILED",
  "REMOTE_NOT_A_FOLDER",
  "REMOTE_UNSUPPORTED",
]);

/** What a command declares about its failures. */
export interface FailurePolicy {
  readonly failureExitCode: 1 | 255;
  readonly errorExitCodes?: Readonly<Partial<Record<ErrorCode, number>>>;
}

/** The exit code of an error thrown while a project was being opened, or before any command began. */
export function openingExitCode(error: LodeError): number {
  return exitCodes[error.kind].uncaught;
}

/** The exit code of an error thrown by a command. */
export function commandExitCode(error: LodeError, policy: FailurePolicy): number {
  const declared = policy.errorExitCodes?.[error.code];
  if (declared !== undefined) return declared;
  if (unforeseen.has(error.code)) return unexpectedErrorExitCode;
  const { caught, uncaught } = exitCodes[error.kind];
  return policy.failureExitCode === 1 ? caught : uncaught;
}
