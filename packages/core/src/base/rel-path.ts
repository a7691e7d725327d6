import { LodeError } from "./lode-error.ts";

/**
 * A relative path with `/` separators that stays below its root: not empty, not absolute, no `.`, `..` or empty
 * component, no NUL. What it is relative to is said where it is used.
 */
export type RelPath = string & { readonly __brand: "RelPath" };

/** Says whether a text is safe as a RelPath. */
export function isRelPath(text: string): text is RelPath {
  return !UNSAFE_PATH.test(text);
}

/** Matches NUL, and an empty, `.` or `..` component. */
const UNSAFE_PATH = /\0|(?:^|\/)\.{0,2}(?:\/|$)/;

/**
 * Parses a text into a RelPath.
 *
 * @throws PATH_HOSTILE if the text is empty, absolute, holds NUL, or has an empty, `.` or `..` component
 */
export function parseRelPath(text: string): RelPath {
  if (isRelPath(text)) return text;
  throw new LodeError("PATH_HOSTILE", `Cannot use the path ${JSON.stringify(text)}: it leaves its folder`, {
    details: { path: text },
  });
}
