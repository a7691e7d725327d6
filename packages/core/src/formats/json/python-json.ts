import { compareCodePoints } from "../../base/code-point-order.ts";
import { formatPythonFloat, type PythonFloat, pythonFloatValue } from "./python-float.ts";

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
  | { readonly [key: string]: PythonJsonValue };

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
  const { indent, sortKeys = false } = options;
  return writeValue(value, { indent: indent === undefined ? undefined : " ".repeat(indent), sortKeys }, "\n");
}

interface Layout {
  readonly indent: string | undefined;
  readonly sortKeys: boolean;
}

function writeValue(value: PythonJsonValue, layout: Layout, newline: string): string {
  switch (typeof value) {
    case "string":
      return pythonJsonString(value);
    case "boolean":
    case "bigint":
      return String(value);
    case "number":
      return Number.isInteger(value) ? BigInt(value).toString() : formatPythonFloat(value);
    default:
      return value === null ? "null" : writeObject(value, layout, newline);
  }
}

type PythonJsonObject = Extract<PythonJsonValue, object>;

function writeObject(value: PythonJsonObject, layout: Layout, newline: string): string {
  const float = pythonFloatValue(value);
  if (float !== undefined) return formatPythonFloat(float);
  const inner = layout.indent === undefined ? newline : newline + layout.indent;
  if (isArray(value)) {
    return enclose(
      "[]",
      value.map((item) => writeValue(item, layout, inner)),
      { layout, inner, newline },
    );
  }
  const members: [string, PythonJsonValue][] = value instanceof Map ? [...value] : Object.entries(value);
  if (layout.sortKeys) members.sort(([a], [b]) => compareCodePoints(a, b));
  const items = members.map(([key, item]) => `${pythonJsonString(key)}: ${writeValue(item, layout, inner)}`);
  return enclose("{}", items, { layout, inner, newline });
}

interface Lines {
  readonly layout: Layout;
  readonly inner: string;
  readonly newline: string;
}

function enclose(brackets: "[]" | "{}", items: readonly string[], { layout, inner, newline }: Lines): string {
  const [open, close] = brackets;
  if (items.length === 0) return brackets;
  if (layout.indent === undefined) return `${open}${items.join(", ")}${close}`;
  return `${open}${inner}${items.join(`,${inner}`)}${newline}${close}`;
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
