import { paramsError } from "./params-error.ts";
import { type PythonString, readPythonString } from "./python-string.ts";

/** A token of Python source. */
export type PythonToken =
  | { readonly kind: "name" | "number" | "mark"; readonly text: string }
  | ({ readonly kind: "string" } & PythonString);

/** A logical line: what Python takes as one line, however many it spans. Lines without tokens are left out. */
export interface LogicalLine {
  /** Column of the first token, a tab counting up to the next multiple of 8. */
  readonly indent: number;
  /** From 1. */
  readonly line: number;
  readonly tokens: readonly PythonToken[];
}

const BLANKS = /(?:[ \t\f]|\\\r?\n)*/y;
const COMMENT = /#[^\n]*/y;
const NAME = /[\p{L}_][\p{L}\p{N}\p{M}_]*/uy;
const NUMBER =
  /(?:0[xX][\da-fA-F_]+|0[oO][0-7_]+|0[bB][01_]+|(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d[\d_]*)?[jJ]?)/y;
const STRING_START = /(?:[rRbBuUfF]|[rRbBfF]{2})?["']/y;
const MARK = /\*\*=?|\/\/=?|->|:=|\.\.\.|[-+*/%&|^@<>=!]=|./sy;

/** Python refuses brackets nested deeper than this. */
const MAX_DEPTH = 200;

/**
 * Splits Python source into logical lines.
 *
 * @throws PARAMS_INVALID if a text or bracket is not closed
 */
export function pythonLines(text: string, fileName: string): readonly LogicalLine[] {
  const scanner = new Scanner(text.replaceAll("\r\n", "\n"), fileName);
  const lines: LogicalLine[] = [];
  while (!scanner.atEnd) {
    const line = scanner.readLine();
    if (line.tokens.length > 0) lines.push(line);
  }
  return lines;
}

/** Holds the position in the source while it is read. */
class Scanner {
  readonly #text: string;
  readonly #fileName: string;
  #at = 0;
  #depth = 0;
  #line = 1;
  #counted = 0;

  constructor(text: string, fileName: string) {
    this.#text = text;
    this.#fileName = fileName;
  }

  get atEnd(): boolean {
    return this.#at >= this.#text.length;
  }

  readLine(): LogicalLine {
    const indent = columnAfter(this.#take(BLANKS) ?? "");
    const line = this.#lineNumber();
    const tokens: PythonToken[] = [];
    while (!this.atEnd && !this.#takeLineEnd()) {
      const token = this.#readToken();
      if (token !== undefined) tokens.push(token);
      this.#take(BLANKS);
    }
    if (this.atEnd && this.#depth > 0) throw this.#corrupted();
    return { indent, line, tokens };
  }

  #takeLineEnd(): boolean {
    if (this.#text[this.#at] !== "\n") return false;
    this.#at++;
    return this.#depth === 0;
  }

  #readToken(): PythonToken | undefined {
    if (this.#text[this.#at] === "\n" || this.#take(COMMENT) !== undefined || this.#take(BLANKS) !== "")
      return undefined;
    if (this.#looksAt(STRING_START)) return this.#readString();
    const name = this.#take(NAME);
    if (name !== undefined) return { kind: "name", text: name };
    const number = this.#take(NUMBER);
    if (number !== undefined) return { kind: "number", text: number };
    const mark = this.#take(MARK) ?? "";
    this.#depth += bracketStep(mark);
    if (this.#depth < 0 || this.#depth > MAX_DEPTH) throw this.#corrupted();
    return { kind: "mark", text: mark };
  }

  #readString(): PythonToken {
    const found = readPythonString(this.#text, this.#at);
    if (found === undefined) throw this.#corrupted();
    this.#at = found.end;
    return { kind: "string", ...found.string };
  }

  #looksAt(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    return pattern.test(this.#text);
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    this.#at += found?.length ?? 0;
    return found;
  }

  #lineNumber(): number {
    for (; this.#counted < this.#at; this.#counted++) if (this.#text[this.#counted] === "\n") this.#line++;
    return this.#line;
  }

  #corrupted(): Error {
    return paramsError(this.#fileName, "Python file structure is corrupted", this.#lineNumber());
  }
}

function bracketStep(mark: string): number {
  if (mark === "(" || mark === "[" || mark === "{") return 1;
  return mark === ")" || mark === "]" || mark === "}" ? -1 : 0;
}

function columnAfter(blanks: string): number {
  let column = 0;
  for (const char of blanks) {
    if (char === "\t") column += 8 - (column % 8);
    else column = char === "\n" ? 0 : column + 1;
  }
  return column;
}
