import { codePointLength } from "../print/code-points.ts";

/** A place in a text; both count from 0, columns in code points. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Finds the lines of a text. */
export interface LineIndex {
  /** The line that an offset is in. */
  line(offset: number): number;
  place(offset: number): Place;
}

/** Indexes the lines of a text whose line ends are `\n`. */
export function indexLines(text: string): LineIndex {
  const starts = [0];
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) starts.push(at + 1);
  const line = (offset: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  const place = (offset: number): Place => {
    const row = line(offset);
    const before = text.slice(starts[row], offset);
    return { line: row, column: codePointLength(before) - (before.startsWith("\ufeff") ? 1 : 0) };
  };
  return { line, place };
}
