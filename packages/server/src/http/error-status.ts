import type { ErrorCode, ErrorKind, LodeError } from "@lode/core";

/** The HTTP status of an error. */
export function statusOf({ code, kind }: LodeError): number {
  return codeStatus[code] ?? kindStatus[kind];
}

/** Where HTTP has a status of its own. */
const codeStatus: Readonly<Partial<Record<ErrorCode, number>>> = {
  CALLER_BUSY: 429,
  DATABASE_UNREACHABLE: 503,
  DATABASE_UNUSABLE: 503,
  METHOD_UNKNOWN: 405,
  OBJECT_TOO_LARGE: 413,
  SERVER_FULL: 507,
  SIGN_IN_ENDED: 410,
  SIGN_IN_LIMITED: 429,
  STORAGE_DENIED: 503,
  STORAGE_REJECTED: 503,
  STORAGE_UNREACHABLE: 503,
  UPLOAD_TOO_LONG: 413,
  UPLOAD_VERSION_UNSUPPORTED: 412,
};

const kindStatus: Readonly<Record<ErrorKind, number>> = {
  auth: 401,
  cancelled: 503,
  // Of a commit: the server's own is read before it listens.
  config: 400,
  conflict: 409,
  forbidden: 403,
  incomplete: 409,
  integrity: 422,
  invalid: 400,
  io: 500,
  locked: 503,
  network: 502,
  "not-a-project": 404,
  "not-found": 404,
  unsafe: 409,
  unsupported: 400,
  usage: 400,
};
