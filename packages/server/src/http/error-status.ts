import type { ErrorKind } from "@lode/core";

/** The HTTP status of each kind of error. */
export const errorStatus: Readonly<Record<ErrorKind, number>> = {
  auth: 401,
  cancelled: 503,
  config: 500,
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
