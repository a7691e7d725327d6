import { type YamlValue, yamlFloat } from "../yaml/yaml-value.ts";
import type { ParamsValue, PythonOnly } from "./params-value.ts";
import type { PythonToken } from "./python-tokens.ts";

/**
 * Reads an expression as far as Python's `ast.literal_eval` does: texts, numbers, words, lists, tuples, sets and
 * dictionaries of them.
 *
 * @returns undefined if it is anything else
 */
export function pythonLiteral(tokens: readonly PythonToken[]): ParamsValue | undefined {
  const cursor: Cursor = { tokens, at: 0 };
  const value = readItems(cursor, undefined);
  return cursor.at === tokens.length ? value : undefined;
}

interface Cursor {
  readonly tokens: readonly PythonToken[];
  at: number;
}

/** One expression, or several with commas, which are a tuple. */
function readItems(cursor: Cursor, close: string | undefined): ParamsValue | undefined {
  const items: ParamsValue[] = [];
  let commas = 0;
  while (cursor.at < cursor.tokens.length && !sees(cursor, close)) {
    const item = readSum(cursor);
    if (item === undefined) return undefined;
    items.push(item);
    if (!takeMark(cursor, ",")) break;
    commas++;
  }
  const [only] = items;
  if (close !== undefined && !takeMark(cursor, close)) return undefined;
  if (commas === 0 && items.length === 1) return only;
  return items.length === 0 && close === undefined ? undefined : { kind: "python", type: "tuple", items };
}

/** A number, or a real and an imaginary number with a sign between them; or anything else. */
function readSum(cursor: Cursor): ParamsValue | undefined {
  const left = readSigned(cursor);
  if (left === undefined || !(sees(cursor, "+") || sees(cursor, "-"))) return left;
  cursor.at++;
  const right = readAtom(cursor);
  return isReal(left) && isComplex(right) ? COMPLEX : undefined;
}

const COMPLEX: PythonOnly = { kind: "python", type: "complex", items: [] };

function isComplex(value: ParamsValue | undefined): boolean {
  return value === COMPLEX;
}

function isReal(value: ParamsValue): boolean {
  return typeof value === "number" || typeof value === "bigint" || isFloat(value);
}

function isFloat(value: ParamsValue): value is ReturnType<typeof yamlFloat> {
  return typeof value === "object" && value !== null && "kind" in value && value.kind === "float";
}

function readSigned(cursor: Cursor): ParamsValue | undefined {
  const isNegative = sees(cursor, "-");
  if (!isNegative && !sees(cursor, "+")) return readAtom(cursor);
  cursor.at++;
  const value = readAtom(cursor);
  if (value === undefined || !(isReal(value) || isComplex(value))) return undefined;
  return isNegative ? negated(value) : value;
}

function negated(value: ParamsValue): ParamsValue {
  if (typeof value === "number") return value === 0 ? 0 : -value;
  if (typeof value === "bigint") return -value;
  return isFloat(value) ? yamlFloat(-value.value) : value;
}

function readAtom(cursor: Cursor): ParamsValue | undefined {
  const token = cursor.tokens[cursor.at];
  switch (token?.kind) {
    case "string":
      return readStrings(cursor);
    case "number":
      cursor.at++;
      return numberValue(token.text.replaceAll("_", ""));
    case "name":
      return readWord(cursor, token.text);
    case "mark":
      cursor.at++;
      return readBracket(cursor, token.text);
    default:
      return undefined;
  }
}

function readStrings(cursor: Cursor): ParamsValue | undefined {
  const types = new Set<string>();
  let value = "";
  for (let token = cursor.tokens[cursor.at]; token?.kind === "string"; token = cursor.tokens[++cursor.at]) {
    types.add(token.type);
    value += token.value;
  }
  if (types.has("format") || types.size > 1) return undefined;
  return types.has("bytes") ? { kind: "python", type: "bytes", items: [] } : value;
}

function numberValue(text: string): ParamsValue {
  if (/^0[xob]/i.test(text)) return integerValue(BigInt(text));
  if (/j$/i.test(text)) return COMPLEX;
  return /^\d+$/.test(text) ? integerValue(BigInt(text)) : yamlFloat(Number(text));
}

function integerValue(value: bigint): number | bigint {
  return Number.isSafeInteger(Number(value)) ? Number(value) : value;
}

const WORDS: ReadonlyMap<string, null | boolean> = new Map<string, null | boolean>([
  ["None", null],
  ["True", true],
  ["False", false],
]);

function readWord(cursor: Cursor, word: string): ParamsValue | undefined {
  cursor.at++;
  if (word === "set" && takeMark(cursor, "(") && takeMark(cursor, ")"))
    return { kind: "python", type: "set", items: [] };
  return WORDS.get(word);
}

function readBracket(cursor: Cursor, open: string): ParamsValue | undefined {
  switch (open) {
    case "(":
      return readItems(cursor, ")");
    case "[":
      return readList(cursor, "]");
    case "{":
      return readBraces(cursor);
    default:
      return undefined;
  }
}

function readList(cursor: Cursor, close: string): readonly ParamsValue[] | undefined {
  const items: ParamsValue[] = [];
  while (!takeMark(cursor, close)) {
    const item = readSum(cursor);
    if (item === undefined || !(takeMark(cursor, ",") || sees(cursor, close))) return undefined;
    items.push(item);
  }
  return items;
}

/** A set or a dictionary. */
function readBraces(cursor: Cursor): ParamsValue | undefined {
  const start = cursor.at;
  const first = sees(cursor, "}") ? null : readSum(cursor);
  const isDict = sees(cursor, "}") ? first === null && cursor.at === start : sees(cursor, ":");
  cursor.at = start;
  if (isDict) return readDict(cursor);
  const items = readList(cursor, "}");
  return items === undefined ? undefined : { kind: "python", type: "set", items };
}

function readDict(cursor: Cursor): ParamsValue | undefined {
  const map = new Map<YamlValue, ParamsValue>();
  while (!takeMark(cursor, "}")) {
    const key = readSum(cursor);
    if (key === undefined || !takeMark(cursor, ":")) return undefined;
    const value = readSum(cursor);
    if (value === undefined || !(takeMark(cursor, ",") || sees(cursor, "}"))) return undefined;
    // A tuple or float as a key cannot be named by anything; only its place in the file is lost.
    if (typeof key !== "object" || key === null) map.set(key, value);
  }
  return map;
}

function sees({ tokens, at }: Cursor, mark: string | undefined): boolean {
  const token = tokens[at];
  return token?.kind === "mark" && token.text === mark;
}

function takeMark(cursor: Cursor, mark: string): boolean {
  if (!sees(cursor, mark)) return false;
  cursor.at++;
  return true;
}
