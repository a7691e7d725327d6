/**
 * What Python's `str.isspace` and the `\s` of its patterns take for a blank. JavaScript's `\s` lacks U+001C to U+001F
 * and U+0085, and has U+FEFF.
 */
const BLANK = /^[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]$/;

/** Says whether the character at an index is a blank for Python; false beyond the ends. */
export function isPythonBlank(text: string, index: number): boolean {
  const unit = text.charCodeAt(index);
  if (unit < 0x80) return unit === 0x20 || (unit >= 0x09 && unit <= 0x0d) || (unit >= 0x1c && unit <= 0x1f);
  return BLANK.test(text.charAt(index));
}

/** Finds the first character from `start` on that is no blank; the length of the text if there is none. */
export function skipPythonBlanks(text: string, start: number): number {
  let index = start;
  while (isPythonBlank(text, index)) index++;
  return index;
}

/** Finds where a part of a text ends when the blanks before `end` are left away, but not before `start`. */
export function trimmedEnd(text: string, start: number, end: number): number {
  let index = end;
  while (index > start && isPythonBlank(text, index - 1)) index--;
  return index;
}

/** Removes blanks at both ends, as `str.strip` does. */
export function pythonStrip(text: string): string {
  const start = skipPythonBlanks(text, 0);
  return text.slice(start, trimmedEnd(text, start, text.length));
}

/** Splits a file into lines as Python reads one in text mode: at LF, CR LF and CR. A last empty line does not count. */
export function pythonFileLines(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

/** Where `str.splitlines` breaks a text besides at line ends. */
const RARE_BREAK = /[\v\f\x1c-\x1e\x85\u2028\u2029]/g;

/**
 * Splits a file into lines as `str.splitlines` does: also behind each of the rarer separators, which stay at the ends
 * of their lines. LF, CR LF and CR are removed.
 */
export function pythonSplitLines(text: string): string[] {
  return pythonFileLines(text.replace(/\r\n?/g, "\n").replace(RARE_BREAK, "$&\n"));
}
