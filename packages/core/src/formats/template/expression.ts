/** One `${…}` of a text. */
export interface Expression {
  /** Index of the `$`. */
  readonly start: number;
  /** Index after the `}`. */
  readonly end: number;
  /** What stands between the braces. */
  readonly inner: string;
}

/**
 * Finds the expressions of a text: from a `${` without a backslash before it to the next `}` on the same line. Linear in
 * the length of the text.
 */
export function findExpressions(text: string): readonly Expression[] {
  const found: Expression[] = [];
  let close = -1;
  let lineEnd = -1;
  for (let start = text.indexOf("${"); start >= 0; start = text.indexOf("${", start)) {
    const from = start + 2;
    if (close < from) close = indexFrom(text, "}", from);
    if (close === text.length) break;
    if (lineEnd < from) lineEnd = indexFrom(text, "\n", from);
    if (text[start - 1] === "\\" || close > lineEnd) {
      start = from;
      continue;
    }
    found.push({ start, end: close + 1, inner: text.slice(from, close) });
    start = close + 1;
  }
  return found;
}

function indexFrom(text: string, part: string, from: number): number {
  const index = text.indexOf(part, from);
  return index < 0 ? text.length : index;
}

/** Says whether a text is one expression and nothing else, so that it takes the type of the value. */
export function isWholeExpression(text: string, expressions: readonly Expression[]): boolean {
  const [only] = expressions;
  return expressions.length === 1 && only?.start === 0 && only.end === text.length;
}

/** `name`, then any number of `.name` or `[name]`. Names take blanks in; after `]` they stand alone. */
const GRAMMAR = /^[^.[\]]+(?:\.[^.[\]]+|\[[^.[\]]+\][ \t\r\n]*)*$/;

/** Says what is wrong with the inside of an expression; undefined if nothing is. */
export function expressionProblem(inner: string): string | undefined {
  return GRAMMAR.test(inner) ? undefined : `'\${${inner}}' is not an expression such as '\${name.key[0]}'`;
}

/** Splits the inside of an expression into the names that lead to a value. */
export function expressionSteps(inner: string): readonly string[] {
  return inner
    .replaceAll("[", ".")
    .replaceAll("]", "")
    .split(".")
    .map((step) => step.trim());
}
