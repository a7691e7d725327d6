/** The source of a pattern for a version: `v` and a semantic version. Source: semver.org 2.0.0. */
export const VERSION_PATTERN = (() => {
  const number = "(?:0|[1-9][0-9]*)";
  const word = "[0-9]*[a-zA-Z-][0-9a-zA-Z-]*";
  const identifier = `(?:${number}|${word})`;
  const build = "[0-9a-zA-Z-]+";
  const core = `${number}\\.${number}\\.${number}`;
  return `v${core}(?:-${identifier}(?:\\.${identifier})*)?(?:\\+${build}(?:\\.${build})*)?`;
})();

const VERSION = new RegExp(`^${VERSION_PATTERN}$`);

/** Says whether a text is a version such as `v1.2.3` or `v1.0.0-rc.1+build`. */
export function isVersion(text: string): boolean {
  return VERSION.test(text);
}

/**
 * Compares two versions by precedence: numbers as numbers, a pre-release before its release; what follows `+` does not
 * count. Texts that are no versions have no defined order.
 */
export function compareVersions(a: string, b: string): number {
  const left = splitVersion(a);
  const right = splitVersion(b);
  return compareLists(left.core, right.core) || comparePreReleases(left.preRelease, right.preRelease);
}

interface VersionParts {
  readonly core: readonly string[];
  /** Empty for a release. */
  readonly preRelease: readonly string[];
}

function splitVersion(version: string): VersionParts {
  const [precedence = ""] = version.slice(1).split("+");
  const dash = precedence.indexOf("-");
  if (dash === -1) return { core: precedence.split("."), preRelease: [] };
  return { core: precedence.slice(0, dash).split("."), preRelease: precedence.slice(dash + 1).split(".") };
}

function comparePreReleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  return compareLists(a, b);
}

/** The longer list is the greater one if it begins with the other. */
function compareLists(a: readonly string[], b: readonly string[]): number {
  for (const [i, left] of a.entries()) {
    const right = b[i];
    if (right === undefined) return 1;
    const order = compareIdentifiers(left, right);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

const DIGITS = /^[0-9]+$/;

/** Numbers come before words. They are compared by their length first, so that they may have any number of digits. */
function compareIdentifiers(a: string, b: string): number {
  const areNumbers = [DIGITS.test(a), DIGITS.test(b)];
  if (areNumbers[0] !== areNumbers[1]) return areNumbers[0] ? -1 : 1;
  if (areNumbers[0] && a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
