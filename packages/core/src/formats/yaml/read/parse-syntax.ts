import { type CST, Lexer, Parser } from "yaml";

/**
 * Parses a text with the library, but hides comments from it: after an empty line and a comment in the first column,
 * it takes the text that follows for part of the block around. Comments are found again between the tokens.
 */
export function parseSyntax(source: string): readonly CST.Token[] {
  return [...new Parser().parse(hideComments(source))];
}

/** Announces, among the lexemes, that the next one is a scalar. */
const SCALAR_FOLLOWS = "\u001f";

/** Lexemes that are no part of the text: that one, and the marks of a document's start and of a missing bracket. */
const NOT_IN_TEXT = new Set([SCALAR_FOLLOWS, "\u0002", "\u0018"]);

/** Puts blanks in the place of comments, so that offsets stay. */
function hideComments(source: string): string {
  if (!source.includes("#")) return source;
  let text = "";
  let isScalar = false;
  for (const lexeme of new Lexer().lex(source)) {
    if (!NOT_IN_TEXT.has(lexeme)) text += lexeme.startsWith("#") && !isScalar ? " ".repeat(lexeme.length) : lexeme;
    isScalar = lexeme === SCALAR_FOLLOWS;
  }
  return text;
}
