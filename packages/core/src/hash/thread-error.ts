import { type ErrorCode, errorCatalogue } from "../base/error-catalogue.ts";
import { isLodeError, LodeError } from "../base/lode-error.ts";

/** An error as it crosses from one thread to another: classes and causes would be lost. */
export interface ThreadError {
  readonly message: string;
  /** Of a bug only: to write it takes 20 µs, and a million files may be missing. */
  readonly stack: string | undefined;
  /** Absent for a bug. */
  readonly lode?: {
    readonly code: ErrorCode;
    readonly hint: string | undefined;
    readonly details: Readonly<Record<string, unknown>>;
  };
}

/** Packs any thrown value for another thread. */
export function packError(error: unknown): ThreadError {
  if (!(error instanceof Error)) return { message: String(error), stack: undefined };
  const { message } = error;
  if (!isLodeError(error)) return { message, stack: error.stack };
  return { message, stack: undefined, lode: { code: error.code, hint: error.hint, details: error.details } };
}

/** Unpacks an error of another thread: a LodeError with its code, message, hint and details, or a bug with its stack. */
export function unpackError({ message, stack, lode }: ThreadError): Error {
  if (lode !== undefined && lode.code in errorCatalogue) {
    const hint = lode.hint === undefined ? {} : { hint: lode.hint };
    return withoutStack(() => new LodeError(lode.code, message, { details: lode.details, ...hint }));
  }
  const error = new Error(message);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The stack of this thread would say no more than that a message arrived, and keeps 250 bytes for each error. */
function withoutStack<Made>(make: () => Made): Made {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 0;
  try {
    return make();
  } finally {
    Error.stackTraceLimit = limit;
  }
}
