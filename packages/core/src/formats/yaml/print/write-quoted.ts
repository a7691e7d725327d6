import { codePointLength, codePoints } from "./code-points.ts";
import { BEST_WIDTH, type Printer, write, writeIndent, writeIndicator, writeLineBreak } from "./printer.ts";

const BLANKS_OR_BREAKS = /( +|[\n\x85\u2028\u2029]+)/;

/** Writes a text in single quotes, folded at the first single blank beyond the width. */
export function writeSingleQuoted(p: Printer, text: string): void {
  writeIndicator(p, "'", { spaced: true });
  const runs = text.split(BLANKS_OR_BREAKS);
  runs.forEach((run, i) => {
    if (run === "") return;
    if (run.startsWith(" ")) {
      const folds = run.length === 1 && p.column > BEST_WIDTH && p.context.simpleKey !== true && isInner(runs, i);
      if (folds) writeIndent(p);
      else write(p, run);
    } else if (i % 2 === 1) {
      writeBreaks(p, run);
    } else {
      write(p, run.replaceAll("'", "''"));
    }
  });
  writeIndicator(p, "'");
}

/** Whether there is text on both sides of a run. */
function isInner(runs: readonly string[], i: number): boolean {
  return (i > 1 || runs[0] !== "") && (i < runs.length - 2 || runs.at(-1) !== "");
}

function writeBreaks(p: Printer, breaks: string): void {
  if (breaks.startsWith("\n")) writeLineBreak(p);
  for (const one of breaks) writeLineBreak(p, one);
  writeIndent(p);
}

const ESCAPES: Readonly<Record<string, string>> = {
  "\0": "0",
  "\x07": "a",
  "\x08": "b",
  "\t": "t",
  "\n": "n",
  "\v": "v",
  "\f": "f",
  "\r": "r",
  "\x1b": "e",
  '"': '"',
  "\\": "\\",
  "\x85": "N",
  "\xa0": "_",
  "\u2028": "L",
  "\u2029": "P",
};

const NEEDS_ESCAPE = /["\\\x85\u2028\u2029\ufeff]|[^\x20-\x7e\xa0-\ufffd]/;

/**
 * Writes a text in double quotes, folded beyond the width: at a blank if that can be read back, else with a backslash
 * at the end of the line.
 */
export function writeDoubleQuoted(p: Printer, text: string): void {
  writeIndicator(p, '"', { spaced: true });
  const chars = codePoints(text);
  const canSplit = p.context.simpleKey !== true;
  let start = 0;
  for (let end = 0; end <= chars.length; end++) {
    const ch = chars[end];
    if (ch === undefined || NEEDS_ESCAPE.test(ch)) {
      write(p, textOf(chars, start, end) + escapeOf(ch));
      start = ch === undefined ? end : end + 1;
    }
    const mayFold = canSplit && end > 0 && end < chars.length - 1 && (ch === " " || start >= end);
    if (mayFold && p.column + (end - start) > BEST_WIDTH) start = foldDoubleQuoted(p, chars, { start, end });
  }
  writeIndicator(p, '"');
}

type Chars = ReturnType<typeof codePoints>;

/** Writes what is pending, breaks the line, and returns where the text goes on. */
function foldDoubleQuoted(p: Printer, chars: Chars, pending: { start: number; end: number }): number {
  const backslash = needsBackslash(chars, pending) ? "\\" : "";
  write(p, textOf(chars, pending.start, pending.end) + backslash);
  let start = Math.max(pending.start, pending.end);
  writeIndent(p);
  p.whitespace = false;
  p.indention = false;
  if (chars[start] === " ") {
    // Without a backslash the line break itself is read back as this blank.
    if (backslash === "") start += 1;
    write(p, backslash);
  }
  return start;
}

/** Whether a line break here would not be read back as one blank. */
function needsBackslash(chars: Chars, { start, end }: { start: number; end: number }): boolean {
  const text = textOf(chars, 0, chars.length);
  const offset = textOf(chars, 0, end).length;
  let at = text.indexOf(" ", offset);
  if (at === -1) return true;
  const lineBreak = text.slice(0, at).indexOf("\n", offset);
  if (lineBreak !== -1) at = lineBreak;
  const next = text[at + 1];
  if (next === undefined) return true;
  if (text[at] === "\n" && next !== " ") return true;
  const quoted = /["']/.test(text.slice(offset, at));
  const doubled = text.slice(offset - 1, offset + 1) === "  ";
  return quoted || next === " " || next === "\n" || doubled || start === end;
}

function textOf(chars: Chars, start: number, end: number): string {
  const part = chars.slice(start, end);
  return typeof part === "string" ? part : part.join("");
}

function escapeOf(ch: string | undefined): string {
  if (ch === undefined) return "";
  const known = ESCAPES[ch];
  if (known !== undefined) return `\\${known}`;
  const code = ch.codePointAt(0) ?? 0;
  const hex = code.toString(16).toUpperCase();
  if (code <= 0xff) return `\\x${hex.padStart(2, "0")}`;
  return codePointLength(ch) === ch.length ? `\\u${hex.padStart(4, "0")}` : `\\U${hex.padStart(8, "0")}`;
}
