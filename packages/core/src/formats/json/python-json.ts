import { compareCodePoints } from "../../base/code-point-order.ts";
import { formatPythonFloat, isPythonFloat, type PythonFloat, pythonFloatValue } from "./python-float.ts";

/** What pythonJson writes. A whole number is a Python `int`, any other number a `float`; see also pythonFloat. */
export type PythonJsonValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | PythonFloat
  | readonly PythonJsonValue[]
  | ReadonlyMap<string, PythonJsonValue>
  | PythonJsonMembers;

/** A plain object; members that are undefined are left out, as JSON.stringify does it. */
interface PythonJsonMembers {
  readonly [key: string]: PythonJsonValue | undefined;
}

/** How pythonJson lays out its text. */
export interface PythonJsonOptions {
  /** Blanks for each level; default: everything on one line. */
  readonly indent?: number;
  /** Whether keys are sorted by code points; default: false, the order of insertion. */
  readonly sortKeys?: boolean;
}

/**
 * Writes a value as Python's `json.dumps` does: `", "` and `": "` between items (line breaks with `indent`), and every
 * character outside printable ASCII as `\uxxxx`. Use a Map where keys may look like whole numbers: a plain object moves
 * those to the front.
 */
export function pythonJson(value: PythonJsonValue, options: PythonJsonOptions = {}): string {
  return [...pythonJsonPieces(value, options)].join("");
}

/** Pieces have this many characters, or more by one key and one scalar. */
const PIECE_LENGTH = 65_536;

/** Yields the text of pythonJson in pieces, so that a document of a million rows is never in memory as a whole. */
export function* pythonJsonPieces(
  value: PythonJsonValue,
  { indent, sortKeys = false }: PythonJsonOptions = {},
): Generator<string, void, undefined> {
  const writer = { piece: "", indent: indent === undefined ? undefined : " ".repeat(indent), sortKeys };
  yield* writeValue(value, writer, "\n") ?? [];
  yield takePiece(writer);
}

interface Writer {
  /** What was not yielded yet. */
  piece: string;
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
}

type Pieces = Generator<string, void, undefined>;

function takePiece(writer: Writer): string {
  const { piece } = writer;
  writer.piece = "";
  return piece;
}

/** @returns undefined for what has nothing in it, which then is in the piece: most values are such */
function writeValue(value: PythonJsonValue, writer: Writer, newline: string): Pieces | undefined {
  if (typeof value === "object" && value !== null) return writeObject(value, writer, newline);
  writer.piece += scalarText(value);
  return undefined;
}

function scalarText(value: null | boolean | number | bigint | string): string {
  if (typeof value === "string") return pythonJsonString(value);
  if (typeof value !== "number") return String(value);
  return Number.isInteger(value) ? BigInt(value).toString() : formatPythonFloat(value);
}

type PythonJsonObject = Extract<PythonJsonValue, object>;

function writeObject(value: PythonJsonObject, writer: Writer, newline: string): Pieces | undefined {
  if (isArray(value)) return writeArray(value, writer, newline);
  if (!isPythonFloat(value)) return writeMembers(value, writer, newline);
  writer.piece += formatPythonFloat(pythonFloatValue(value));
  return undefined;
}

function* writeArray(items: readonly PythonJsonValue[], writer: Writer, newline: string): Pieces {
  const { first, next, last } = separators(writer, newline);
  let separator = first;
  writer.piece += "[";
  for (const item of items) {
    writer.piece += separator;
    separator = next;
    const nested = writeValue(item, writer, newline + (writer.indent ?? ""));
    if (nested !== undefined) yield* nested;
    if (writer.piece.length >= PIECE_LENGTH) yield takePiece(writer);
  }
  writer.piece += separator === first ? "]" : `${last}]`;
}

function* writeMembers(
  value: PythonJsonMembers | ReadonlyMap<string, PythonJsonValue>,
  writer: Writer,
  newline: string,
) {
  const { first, next, last } = separators(writer, newline);
  let separator = first;
  writer.piece += "{";
  for (const key of keysOf(value, writer)) {
    const item = isMap(value) ? value.get(key) : value[key];
    if (item === undefined) continue;
    writer.piece += `${separator}${pythonJsonString(key)}: `;
    separator = next;
    const nested = writeValue(item, writer, newline + (writer.indent ?? ""));
    if (nested !== undefined) yield* nested;
    if (writer.piece.length >= PIECE_LENGTH) yield takePiece(writer);
  }
  writer.piece += separator === first ? "}" : `${last}}`;
}

/** Keys alone: pairs would be a list for each member of a mapping of a million. */
function keysOf(value: ReadonlyMap<string, PythonJsonValue> | PythonJsonMembers, { sortKeys }: Writer): string[] {
  const keys = isMap(value) ? [...value.keys()] : Object.keys(value);
  return sortKeys ? keys.sort(compareCodePoints) : keys;
}

/** What stands before the first item, between items and after the last one. */
function separators({ indent }: Writer, newline: string) {
  if (indent === undefined) return ON_ONE_LINE;
  return { first: newline + indent, next: `,${newline}${indent}`, last: newline };
}

const ON_ONE_LINE = { first: "", next: ", ", last: "" };

/** `instanceof Map` that also narrows readonly maps. */
function isMap(value: object): value is ReadonlyMap<string, PythonJsonValue> {
  return value instanceof Map;
}

/** Array.isArray that also narrows readonly arrays. */
function isArray(value: PythonJsonObject): value is readonly PythonJsonValue[] {
  return Array.isArray(value);
}

const PLAIN = /^[ !#-[\]-~]*$/;
const ESCAPED = /[^ !#-[\]-~]/g;
const SHORT: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\n": "\\n",
  "\r": "\\r",
  "\t": "\\t",
  "\b": "\\b",
  "\f": "\\f",
};

/** Writes a text as a JSON string in printable ASCII, quotes included; characters beyond U+FFFF become two escapes. */
export function pythonJsonString(text: string): string {
  return PLAIN.test(text) ? `"${text}"` : `"${text.replace(ESCAPED, escapeUnit)}"`;
}

function escapeUnit(unit: string): string {
  return SHORT[unit] ?? `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
