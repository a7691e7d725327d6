import { compareCodePoints } from "./code-point-order.ts";

/**
 * Compares two paths name by name, each by code points, as Python sorts tuples of names: `a/b` comes before `a-b`, which
 * it does not as a text.
 */
export function comparePathParts(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  let i = 0;
  while (i < length && a.charCodeAt(i) === b.charCodeAt(i)) i++;
  if (i === length) return a.length - b.length;
  if (a.charCodeAt(i) === SLASH) return -1;
  if (b.charCodeAt(i) === SLASH) return 1;
  // A pair of surrogates counts as a whole.
  return compareCodePoints(a.slice(Math.max(i - 1, 0)), b.slice(Math.max(i - 1, 0)));
}

const SLASH = 0x2f;
