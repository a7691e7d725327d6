const ASTRAL = /[\ud800-\udfff]/;

/** Counts code points, which is how ruamel.yaml counts columns. */
export function codePointLength(text: string): number {
  return ASTRAL.test(text) ? Array.from(text).length : text.length;
}

/** Splits a text into code points; a text without astral characters is its own list. */
export function codePoints(
  text: string,
): ArrayLike<string> & { slice(start: number, end?: number): string | string[] } {
  return ASTRAL.test(text) ? Array.from(text) : text;
}
