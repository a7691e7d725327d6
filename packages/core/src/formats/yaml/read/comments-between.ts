import type { Comment } from "../tree/comment.ts";
import type { LineIndex } from "./line-index.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** A piece of comment as it stands in the text, with the blanks at its end. */
export interface PlacedComment extends Comment {
  readonly line: number;
}

/** Where between two tokens to look. */
export interface Gap {
  readonly from: number;
  /** The start of the next token, or the end of the text. */
  readonly to: number;
  /** Whether it is inside a flow collection, where tabs are blanks. */
  readonly inFlow: boolean;
}

/**
 * Cuts what stands between two tokens into the pieces that ruamel.yaml keeps: a comment with the empty lines right
 * below it, or a run of empty lines by itself.
 *
 * @throws YamlProblem for a tab outside of comments and flow collections
 */
export function commentsBetween(source: string, lines: LineIndex, gap: Gap): readonly PlacedComment[] {
  const found: PlacedComment[] = [];
  const blank = gap.inFlow ? /[ \t]*/y : / */y;
  let at = gap.from;
  if (at === 0 && source.startsWith("\ufeff")) at = 1;
  while (at < gap.to) {
    blank.lastIndex = at;
    blank.exec(source);
    at = blank.lastIndex;
    const ch = source[at];
    if (at >= gap.to || ch === undefined) break;
    if (ch === "#") at = takeComment(source, { at, lines, found });
    else if (ch === "\n") at = takeEmptyLines(source, { at: at + 1, lines, found });
    else throw new YamlProblem(`the character ${JSON.stringify(ch)} cannot start anything`, at);
  }
  return found;
}

interface Take {
  readonly at: number;
  readonly lines: LineIndex;
  readonly found: PlacedComment[];
}

const COMMENT = /#[^\n]*(\n*)/y;

function takeComment(source: string, { at, lines, found }: Take): number {
  COMMENT.lastIndex = at;
  const [text = "", lineEnds] = COMMENT.exec(source) ?? [];
  // The last line of a text may lack its line end.
  found.push({ text: lineEnds === "" ? `${text}\n` : text, ...lines.place(at) });
  return at + text.length;
}

const EMPTY_LINES = /[\n\t ]*/y;

function takeEmptyLines(source: string, { at, lines, found }: Take): number {
  if (source[at] !== "\n") return at;
  EMPTY_LINES.lastIndex = at;
  const run = EMPTY_LINES.exec(source)?.[0] ?? "";
  const end = at + run.length;
  const text = source[end] === "#" ? run.slice(0, run.lastIndexOf("\n") + 1) : run;
  found.push({ text, ...lines.place(at) });
  return end;
}
