import type { Comment, NodeComment } from "../tree/comment.ts";
import { type Printer, writeLineBreak } from "./printer.ts";

/** Writes what follows a node on its line and below; returns whether there was anything. */
export function writePostComment(p: Printer, comment: NodeComment | undefined): boolean {
  if (comment?.post === undefined) return false;
  const { text, column } = comment.post;
  writePadded(p, text.endsWith("\n") ? text.slice(0, -1) : text, { ...comment.post, column });
  writeLineBreak(p);
  return true;
}

/** Writes the lines above a scalar or the end of a collection. */
export function writeCommentsAbove(p: Printer, pre: readonly Comment[] | undefined): void {
  for (const comment of pre ?? []) writeOneAbove(p, comment);
}

/**
 * Writes the lines above a collection; returns whether it has any. They hang on the collection and on its place in the
 * parent as well, but are written once.
 */
export function writeCommentsAboveOnce(p: Printer, pre: readonly Comment[] | undefined): boolean {
  if (pre === undefined) return false;
  for (const comment of pre) {
    if (p.writtenAbove.has(comment)) continue;
    writeOneAbove(p, comment);
    p.writtenAbove.add(comment);
  }
  return true;
}

function writeOneAbove(p: Printer, comment: Comment): void {
  if (p.column !== 0) writeLineBreak(p);
  writePadded(p, comment.text, comment);
}

/** Writes a comment in its old column if that is still free; columns are not counted on. */
function writePadded(p: Printer, text: string, comment: Comment): void {
  // A comment that starts with empty lines has no column.
  let blanks = comment.text.startsWith("\n") ? 0 : comment.column - p.column;
  if (p.column > 0 && text.trim() !== "" && blanks < 1 && !text.startsWith("\n")) blanks = 1;
  p.text += " ".repeat(Math.max(0, blanks)) + text;
}
