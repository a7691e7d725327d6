import { randomBytes } from "node:crypto";

/**
 * Makes a file name that no other process and thread makes: `.<22 url-safe characters>.tmp`, the form that DVC gives
 * its temporaries, so that both tools pass over them. A file of this name may be removed when nothing runs.
 */
export function temporaryName(): string {
  prefix ??= randomBytes(12).toString("base64url").slice(0, 14);
  count++;
  return `.${prefix}${count.toString(36).padStart(8, "0")}.tmp`;
}

let count = 0;
/** 84 random bits, drawn once a thread when they are first needed; the counter of 8 digits does the rest. */
let prefix: string | undefined;

/** Says whether a name has the form of a temporary of Lode or DVC. */
export function isTemporaryName(name: string): boolean {
  return TEMPORARY.test(name);
}

const TEMPORARY = /^\.[A-Za-z0-9_-]{22}\.tmp$/;

/** Says whether a name has the form of Lode's own temporaries: DVC's names have no zeros. */
export function isOwnTemporaryName(name: string): boolean {
  return name.endsWith(".tmp") && OWN_TEMPORARY.test(name);
}

const OWN_TEMPORARY = /^\.[A-Za-z0-9_-]{14}000[0-9a-z]{5}\.tmp$/;
