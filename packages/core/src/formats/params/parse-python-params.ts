import type { YamlValue } from "../yaml/yaml-value.ts";
import type { ParamsMap, ParamsValue } from "./params-value.ts";
import { pythonLiteral } from "./python-literal.ts";
import { type LogicalLine, type PythonToken, pythonLines } from "./python-tokens.ts";

/**
 * Reads the parameters of a Python file: names that are assigned a literal at the top or in the body of a class, whose
 * name leads to a mapping, and attributes of `self` that are assigned one in `__init__`. All else is passed over, also
 * what lies within `if`, `for`, `try` and `with`.
 *
 * The source is not checked beyond its texts and brackets.
 *
 * @throws PARAMS_INVALID if a text or bracket is not closed
 */
export function parsePythonParams(text: string, fileName: string): ParamsMap {
  return blockParams({ lines: pythonLines(text, fileName), onlySelf: false });
}

interface Block {
  readonly lines: readonly LogicalLine[];
  /** Whether only attributes of `self` count. */
  readonly onlySelf: boolean;
}

function blockParams({ lines, onlySelf }: Block): Map<YamlValue, ParamsValue> {
  const params = new Map<YamlValue, ParamsValue>();
  for (let i = 0; i < lines.length; ) {
    const header = lines[i];
    if (header === undefined) break;
    let end = i + 1;
    while ((lines[end]?.indent ?? -1) > header.indent) end++;
    for (const [name, value] of statementParams({ header, body: lines.slice(i + 1, end), onlySelf })) {
      params.set(name, value);
    }
    i = end;
  }
  return params;
}

interface Statement {
  readonly header: LogicalLine;
  /** The lines that are indented deeper. */
  readonly body: readonly LogicalLine[];
  readonly onlySelf: boolean;
}

/** Statements that may have a body, or that could be taken for an annotated name. */
const COMPOUND: ReadonlySet<string> = new Set([
  ...["if", "elif", "else", "for", "while", "try", "except", "finally", "with", "async", "def", "class", "lambda"],
  ...["return", "yield", "await", "del", "import", "from", "raise", "assert", "global", "nonlocal", "pass"],
]);

function statementParams({ header, body, onlySelf }: Statement): ParamsMap {
  const { tokens } = header;
  const word = nameAt(tokens, 0);
  const name = nameAt(tokens, 1);
  if (word === "class" && name !== undefined) {
    return new Map([[name, blockParams({ lines: bodyLines(header, body), onlySelf: false })]]);
  }
  if (word === "def" && name === "__init__") return blockParams({ lines: bodyLines(header, body), onlySelf: true });
  if (word !== undefined && COMPOUND.has(word)) return new Map();
  return new Map(splitAt(tokens, ";").flatMap((statement) => assignment(statement, onlySelf)));
}

/** The body of a class or function, which may follow the colon on the same line. */
function bodyLines(header: LogicalLine, body: readonly LogicalLine[]): readonly LogicalLine[] {
  const colon = topLevelIndex(header.tokens, ":");
  const rest = colon < 0 ? [] : header.tokens.slice(colon + 1);
  return rest.length > 0 ? [{ ...header, tokens: rest }] : body;
}

function assignment(tokens: readonly PythonToken[], onlySelf: boolean): readonly (readonly [string, ParamsValue])[] {
  const equals = topLevelIndex(tokens, "=");
  if (equals < 0) return [];
  const name = targetName(tokens.slice(0, equals), onlySelf);
  const value = pythonLiteral(tokens.slice(equals + 1));
  return name === undefined || value === undefined ? [] : [[name, value]];
}

/** The name before `=`: `name`, `name: type`, or `self.name`. */
function targetName(target: readonly PythonToken[], onlySelf: boolean): string | undefined {
  const colon = topLevelIndex(target, ":");
  const tokens = colon < 0 ? target : target.slice(0, colon);
  if (tokens.length === 1 && !onlySelf) return nameAt(tokens, 0);
  const isSelf = tokens.length === 3 && nameAt(tokens, 0) === "self" && markAt(tokens, 1) === ".";
  return isSelf ? nameAt(tokens, 2) : undefined;
}

function splitAt(tokens: readonly PythonToken[], mark: string): readonly (readonly PythonToken[])[] {
  const parts: (readonly PythonToken[])[] = [];
  let rest = tokens;
  for (let index = topLevelIndex(rest, mark); index >= 0; index = topLevelIndex(rest, mark)) {
    parts.push(rest.slice(0, index));
    rest = rest.slice(index + 1);
  }
  return [...parts, rest];
}

/** The index of the first such mark outside of brackets, or -1. */
function topLevelIndex(tokens: readonly PythonToken[], mark: string): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token.kind !== "mark") return false;
    if (depth === 0 && token.text === mark) return true;
    if ("([{".includes(token.text)) depth++;
    if (")]}".includes(token.text)) depth--;
    return false;
  });
}

function nameAt(tokens: readonly PythonToken[], index: number): string | undefined {
  const token = tokens[index];
  return token?.kind === "name" ? token.text : undefined;
}

function markAt(tokens: readonly PythonToken[], index: number): string | undefined {
  const token = tokens[index];
  return token?.kind === "mark" ? token.text : undefined;
}
