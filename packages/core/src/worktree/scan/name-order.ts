import { compareCodePoints } from "../../base/code-point-order.ts";

/**
 * Gives the order of these names by code points. Comparing units takes a third of the time, and is the same unless there
 * are units above U+D7FF. Names are unique.
 */
export function nameOrder(names: readonly string[]): (a: string, b: string) => number {
  return HIGH_UNIT.test(names.join("")) ? compareCodePoints : (a, b) => (a < b ? -1 : 1);
}

const HIGH_UNIT = /[\ud800-\uffff]/;
