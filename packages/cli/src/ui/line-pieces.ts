/** Pieces have this many characters, or more by one line. */
const PIECE_LENGTH = 65_536;

/** Ends each line with a line break, and puts many together, so that they are written at once. */
export function* linePieces(lines: Iterable<string>): Iterable<string> {
  let piece = "";
  for (const line of lines) {
    piece += `${line}\n`;
    if (piece.length < PIECE_LENGTH) continue;
    yield piece;
    piece = "";
  }
  if (piece !== "") yield piece;
}
