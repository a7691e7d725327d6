import { createPatternMatcher, type IgnoreMatcher } from "./ignore-matcher.ts";

/** Which files of a directory are taken, by patterns in the notation of `.dvcignore`, from the directory's root. */
export interface PathPatterns {
  /** Only files that match. Of several patterns the last that matches counts; one with `!` takes back. Default: all. */
  readonly include?: readonly string[];
  /** Files that match are left out, also those that are included. Default: none. */
  readonly exclude?: readonly string[];
}

/** Says whether a file is taken. */
export type PathChoice = (relpath: string) => boolean;

/**
 * Makes the choice that patterns describe; undefined if there are no patterns, and everything is taken. A pattern that
 * matches a folder matches all that is in it.
 *
 * @throws IGNORE_INVALID naming the pattern
 */
export function choosePaths({ include, exclude }: PathPatterns): PathChoice | undefined {
  if (include === undefined && exclude === undefined) return undefined;
  const isIncluded: PathChoice = include === undefined ? () => true : matchesAny(include);
  const isExcluded: PathChoice = exclude === undefined ? () => false : matchesAny(exclude);
  return (relpath) => isIncluded(relpath) && !isExcluded(relpath);
}

/** Folders are entered once, so that the cost of a file does not grow with its depth. */
function matchesAny(patterns: readonly string[]): PathChoice {
  const folders = new Map<string, IgnoreMatcher>([["", createPatternMatcher(patterns)]]);
  const matcherIn = (folder: string): IgnoreMatcher => {
    const known = folders.get(folder);
    if (known !== undefined) return known;
    const slash = folder.lastIndexOf("/");
    const entered = matcherIn(folder.slice(0, Math.max(slash, 0))).enter(folder.slice(slash + 1));
    folders.set(folder, entered);
    return entered;
  };
  return (relpath) => {
    const slash = relpath.lastIndexOf("/");
    return matcherIn(relpath.slice(0, Math.max(slash, 0))).isIgnored(relpath.slice(slash + 1), false);
  };
}
