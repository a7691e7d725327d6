import { Lexer } from "yaml";

/**
 * Makes a text that the library reads as ruamel.yaml does, with every token where it was:
 *
 * - comments become blanks; after an empty line and a comment in the first column, the library takes the text that
 *   follows for part of the block around
 * - line breaks within brackets and quotes become blanks where the next line is indented less than the library asks for
 */
export function maskSource(source: string): string {
  let text = source;
  for (let repairs = 0; ; repairs++) {
    const { masked, badBreak } = scan(text);
    if (badBreak === undefined) return masked;
    // The library will refuse what is left.
    if (repairs === MAX_REPAIRS) return text;
    text = `${masked.slice(0, badBreak)} ${text.slice(badBreak + 1)}`;
  }
}

/** Each repair reads the whole text again, so their number is limited. */
const MAX_REPAIRS = 100;

/** Lexemes that are no part of the text. */
const DOCUMENT_STARTS = "\u0002";
const SCALAR_FOLLOWS = "\u001f";
const BRACKET_MISSING = "\u0018";
const NO_TEXT = new Set([DOCUMENT_STARTS, SCALAR_FOLLOWS, BRACKET_MISSING]);

interface ScanResult {
  /** The text without comments, up to the line break if there is one. */
  readonly masked: string;
  /** The offset of a line break that the library does not accept within brackets or quotes. */
  readonly badBreak?: number;
}

function scan(text: string): ScanResult {
  let masked = "";
  let isScalar = false;
  for (const lexeme of new Lexer().lex(text)) {
    const isComment = lexeme.startsWith("#") && !isScalar;
    if (!NO_TEXT.has(lexeme)) masked += isComment ? " ".repeat(lexeme.length) : lexeme;
    const badBreak = isScalar ? undefined : findBadBreak(text, lexeme, masked);
    if (badBreak !== undefined) return { masked, badBreak };
    isScalar = lexeme === SCALAR_FOLLOWS;
  }
  return { masked };
}

/** Finds the line break at which the library gave up the brackets or quotes that a lexeme belongs to. */
function findBadBreak(text: string, lexeme: string, masked: string): number | undefined {
  const at = lexeme === BRACKET_MISSING ? masked.lastIndexOf("\n") : masked.length;
  const gaveUp = lexeme === BRACKET_MISSING || isOpenQuote(lexeme);
  const mayContinue = text[at] === "\n" && !DOCUMENT_MARKER.test(text.slice(at + 1, at + 5));
  return gaveUp && mayContinue ? at : undefined;
}

const DOCUMENT_MARKER = /^(?:---|\.\.\.)(?:\s|$)/;

function isOpenQuote(lexeme: string): boolean {
  if (lexeme.startsWith("'")) return !/^'(?:[^']|'')*'$/.test(lexeme);
  return lexeme.startsWith('"') && !/^"(?:[^"\\]|\\.)*"$/s.test(lexeme);
}
