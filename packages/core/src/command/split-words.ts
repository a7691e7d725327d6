const PIECE = /\s+|'[^']*'|"(?:[^"\\]|\\.)*"|\\.|[^\s'"\\]+/gsy;

/**
 * Splits a command line into words as a POSIX shell does, without expanding anything: quotes group, a backslash takes the
 * next character as it is.
 *
 * @returns undefined if a quote is not closed, or there is no word
 */
export function splitWords(line: string): readonly string[] | undefined {
  const words: string[] = [];
  let isInWord = false;
  let at = 0;
  for (const [piece] of line.matchAll(PIECE)) {
    at += piece.length;
    const isSpace = piece.trim() === "";
    if (!isSpace) words.push(isInWord ? `${words.pop() ?? ""}${unquote(piece)}` : unquote(piece));
    isInWord = !isSpace;
  }
  return at < line.length || words.length === 0 ? undefined : words;
}

function unquote(piece: string): string {
  switch (piece[0]) {
    case "'":
      return piece.slice(1, -1);
    case '"':
      return piece.slice(1, -1).replaceAll(/\\(["\\])/g, "$1");
    case "\\":
      return piece.slice(1);
    default:
      return piece;
  }
}
