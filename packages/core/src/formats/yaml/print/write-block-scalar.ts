import { BEST_WIDTH, type Printer, write, writeIndent, writeIndicator, writeLineBreak } from "./printer.ts";

/** Marks, in the text of a folded scalar, the blanks at which the source broke the line; it stands before the blank. */
export const FOLD_MARK = "\x07";

const BREAKS = "\n\x85\u2028\u2029";

/** Writes a literal block scalar (`|`). */
export function writeLiteral(p: Printer, text: string, headerComment: string): void {
  const hints = writeHeader(p, { indicator: "|", text, headerComment });
  const rootPadding = " ".repeat(hints.extraIndent + (p.indent ?? 0));
  let rest = text;
  while (rest !== "") {
    const breaks = leadingBreaks(rest);
    for (const one of breaks) writeLineBreak(p, one);
    rest = rest.slice(breaks.length);
    if (rest === "") return;
    if (p.context.root === true) p.text += rootPadding;
    else writeIndent(p);
    const line = /^[^\n\x85\u2028\u2029]*/.exec(rest)?.[0] ?? "";
    p.text += line;
    rest = rest.slice(line.length);
    if (rest === "") writeLineBreak(p);
  }
}

/** Writes a folded block scalar (`>`), broken where the source was broken and at blanks beyond the width. */
export function writeFolded(p: Printer, text: string, headerComment: string): void {
  writeHeader(p, { indicator: ">", text, headerComment });
  const state: FoldStep["state"] = { leadingSpace: true, start: 0 };
  let mode: Mode = "breaks";
  for (let end = 0; end <= text.length; end++) {
    const ch = text[end];
    if (folders[mode](p, text, { state, end, ch })) end += 2;
    mode = modeAfter(mode, ch);
  }
}

type Mode = "breaks" | "spaces" | "text";

const folders = { breaks: foldBreaks, spaces: foldSpaces, text: foldText };

function modeAfter(mode: Mode, ch: string | undefined): Mode {
  if (ch === undefined) return mode;
  if (BREAKS.includes(ch)) return "breaks";
  return ch === " " ? "spaces" : "text";
}

/** Each folder returns whether it took the mark of a fold and the blank behind it. */
interface FoldStep {
  readonly state: { leadingSpace: boolean; start: number };
  readonly end: number;
  readonly ch: string | undefined;
}

function foldBreaks(p: Printer, text: string, { state, end, ch }: FoldStep): boolean {
  if (ch !== undefined && (BREAKS.includes(ch) || ch === FOLD_MARK)) return false;
  // A single line break between two lines of text is a fold, so one more stands for a real line break.
  if (!state.leadingSpace && ch !== undefined && ch !== " " && text[state.start] === "\n") writeLineBreak(p);
  state.leadingSpace = ch === " ";
  for (const one of text.slice(state.start, end)) writeLineBreak(p, one);
  if (ch !== undefined) writeIndent(p);
  state.start = end;
  return false;
}

function foldSpaces(p: Printer, text: string, { state, end, ch }: FoldStep): boolean {
  if (ch === " ") return false;
  if (state.start + 1 === end && p.column > BEST_WIDTH) writeIndent(p);
  else write(p, text.slice(state.start, end));
  state.start = end;
  return false;
}

function foldText(p: Printer, text: string, { state, end, ch }: FoldStep): boolean {
  if (ch !== undefined && ch !== " " && ch !== FOLD_MARK && !BREAKS.includes(ch)) return false;
  write(p, text.slice(state.start, end));
  state.start = end;
  const folds = ch === FOLD_MARK;
  if (folds) {
    writeLineBreak(p);
    writeIndent(p);
    state.start = end + 2;
  }
  if (ch === undefined) writeLineBreak(p);
  return folds;
}

interface Header {
  readonly indicator: "|" | ">";
  readonly text: string;
  readonly headerComment: string;
}

function writeHeader(p: Printer, { indicator, text, headerComment }: Header): { extraIndent: number } {
  const first = text[0] ?? "";
  const indented = first !== "" && (first === " " || BREAKS.includes(first));
  const chomping = chompingOf(text);
  writeIndicator(p, `${indicator}${indented ? "2" : ""}${chomping}${headerComment}`, { spaced: true });
  if (chomping === "+") p.openEnded = true;
  writeLineBreak(p);
  return { extraIndent: indented || (p.context.root === true && holdsDocumentMarker(text)) ? 2 : 0 };
}

function chompingOf(text: string): "" | "-" | "+" {
  const last = text.at(-1);
  if (last === undefined) return "";
  if (!BREAKS.includes(last)) return "-";
  const beforeLast = text.at(-2);
  return beforeLast === undefined || BREAKS.includes(beforeLast) ? "+" : "";
}

function holdsDocumentMarker(text: string): boolean {
  return /(?:^|\n)(?:---|\.\.\.)[ \r\n]/.test(text);
}

function leadingBreaks(text: string): string {
  return /^[\n\x85\u2028\u2029]*/.exec(text)?.[0] ?? "";
}
