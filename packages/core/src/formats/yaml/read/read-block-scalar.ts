import { FOLD_MARK } from "../print/write-block-scalar.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** A block scalar as it stands in the text. */
export interface BlockScalar {
  /** Its value; of a folded scalar with a mark before each fold. */
  readonly text: string;
  /** Behind its last line and the empty lines after it. */
  readonly end: number;
  /** The comment behind the indicator, with the blanks before it. */
  readonly headerComment: string | undefined;
  /** How many empty lines follow that are not part of the value. */
  readonly trailingBreaks: number;
}

/**
 * Reads a block scalar whose indicator stands at `start`, within a block whose entries stand in the column
 * `parentIndent` (-1 at the top).
 *
 * @throws YamlProblem if the header is not one, or the first lines are indented further than the text
 */
export function readBlockScalar(source: string, start: number, parentIndent: number): BlockScalar {
  const header = readHeader(source, start);
  const minimum = parentIndent + 1;
  const indent =
    header.indicator === undefined
      ? Math.max(minimum, detectIndent(source, header.end))
      : Math.max(minimum, 1) + header.indicator - 1;
  const scan: Scan = { source, indent, atTop: minimum === 0, folded: source[start] === ">" };
  const { text, lineBreak, breaks, end } = readLines(scan, header.end);
  return {
    text: text + (header.chomping === "-" ? "" : lineBreak) + (header.chomping === "+" ? breaks : ""),
    end,
    headerComment: header.comment,
    trailingBreaks: header.chomping === "+" ? 0 : breaks.length,
  };
}

interface Header {
  readonly chomping: string | undefined;
  /** The digit that tells the indentation. */
  readonly indicator: number | undefined;
  readonly comment: string | undefined;
  /** The start of the next line. */
  readonly end: number;
}

const HEADER = /[|>](?:([+-])([1-9])?|([1-9])([+-])?)?(?:( +#[^\n]*)| *)(?:\n|$)/y;

function readHeader(source: string, start: number): Header {
  HEADER.lastIndex = start;
  const match = HEADER.exec(source);
  if (match === null) throw new YamlProblem("the header of a block scalar is not valid", start);
  const [whole, chompFirst, indentLast, indentFirst, chompLast, comment] = match;
  const digit = indentFirst ?? indentLast;
  const indicator = digit === undefined ? undefined : Number(digit);
  return { chomping: chompFirst ?? chompLast, indicator, comment, end: start + whole.length };
}

interface Scan {
  readonly source: string;
  readonly indent: number;
  /** Whether the scalar is the document itself, so that a `---` ends it. */
  readonly atTop: boolean;
  readonly folded: boolean;
}

interface Lines {
  readonly text: string;
  /** The one that ends the last line. */
  readonly lineBreak: string;
  /** The empty lines that follow. */
  readonly breaks: string;
  readonly end: number;
}

function readLines(scan: Scan, start: number): Lines {
  const { source, folded } = scan;
  let { breaks, next } = skipBreaks(scan, start);
  let text = "";
  let lineBreak = "";
  while (isLineStart(scan, next)) {
    const lineEnd = endOfLine(source, next);
    const isLoose = isBlank(source[next]);
    text += breaks + source.slice(next, lineEnd);
    lineBreak = lineEnd < source.length ? "\n" : "";
    ({ breaks, next } = skipBreaks(scan, Math.min(lineEnd + 1, source.length)));
    if (!isLineStart(scan, next)) break;
    text += folded ? foldedBreak({ breaks, isLoose: isLoose || isBlank(source[next]) }) : lineBreak;
  }
  return { text, lineBreak, breaks, end: next };
}

function isLineStart({ source, indent, atTop }: Scan, at: number): boolean {
  if (at >= source.length || columnOf(source, at) !== indent) return false;
  return !(atTop && isDocumentMarker(source, at));
}

function isBlank(ch: string | undefined): boolean {
  return ch === " " || ch === "\t";
}

/** What a line break within a folded scalar stands for, with its mark. */
function foldedBreak({ breaks, isLoose }: { breaks: string; isLoose: boolean }): string {
  if (isLoose) return `${FOLD_MARK}\n`;
  return FOLD_MARK + (breaks === "" ? " " : "");
}

/** The widest indentation among the empty lines at the start and the line after them. */
function detectIndent(source: string, start: number): number {
  let widest = 0;
  let firstEmpty = -1;
  let column = 0;
  let at = start;
  for (; source[at] === " " || source[at] === "\n"; at++) {
    if (source[at] === "\n") {
      if (firstEmpty < 0) firstEmpty = column;
      column = 0;
    } else {
      column += 1;
      widest = Math.max(widest, column);
    }
  }
  if (firstEmpty > 0 && widest > firstEmpty) {
    throw new YamlProblem("the first line of a block scalar is indented less than the lines after it", at);
  }
  return widest;
}

/** Skips empty lines and then the indentation; `next` is where a line of the text would begin. */
function skipBreaks({ source, indent }: Scan, start: number): { breaks: string; next: number } {
  let breaks = "";
  let lineStart = start;
  for (;;) {
    let at = lineStart;
    while (at - lineStart < indent && source[at] === " ") at += 1;
    if (source[at] !== "\n") return { breaks, next: at };
    breaks += "\n";
    lineStart = at + 1;
  }
}

function isDocumentMarker(source: string, at: number): boolean {
  return columnOf(source, at) === 0 && /^(?:---|\.\.\.)(?:\s|$)/.test(source.slice(at, at + 4));
}

function columnOf(source: string, at: number): number {
  return at - (source.lastIndexOf("\n", at - 1) + 1);
}

function endOfLine(source: string, at: number): number {
  const end = source.indexOf("\n", at);
  return end === -1 ? source.length : end;
}
