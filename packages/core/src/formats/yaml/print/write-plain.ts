import { codePointLength } from "./code-points.ts";
import { BEST_WIDTH, type Printer, write, writeIndent } from "./printer.ts";

/**
 * Writes a text without quotes. A word that would end beyond the width goes to a line of its own, and leaves the blank
 * before it behind; a single blank at or beyond the width becomes the line break.
 */
export function writePlain(p: Printer, text: string): void {
  if (p.context.root === true) p.openEnded = true;
  if (text === "") return;
  if (!p.whitespace) write(p, " ");
  p.whitespace = false;
  p.indention = false;
  const canSplit = p.context.simpleKey !== true;
  for (const run of text.split(/( +)/)) {
    if (run.startsWith(" ")) writeBlanks(p, run, canSplit);
    else if (run !== "") writeWord(p, run);
  }
}

function writeBlanks(p: Printer, blanks: string, canSplit: boolean): void {
  if (blanks.length === 1 && p.column >= BEST_WIDTH && canSplit) {
    writeIndent(p);
    p.whitespace = false;
    p.indention = false;
  } else {
    write(p, blanks);
  }
}

function writeWord(p: Printer, word: string): void {
  const tooLong = codePointLength(word) + p.column > BEST_WIDTH;
  if (tooLong && p.indent !== undefined && p.column > p.indent) writeIndent(p);
  write(p, word);
}
