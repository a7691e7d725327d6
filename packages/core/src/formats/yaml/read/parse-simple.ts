import { plainType } from "../scalar/plain-type.ts";
import { readFloat } from "../scalar/read-float.ts";
import { type YamlValue, yamlFloat } from "../yaml-value.ts";

/**
 * Parses the plain block style that DVC itself writes, some fifty times faster than the library; undefined for
 * anything beyond that, right or wrong: comments, empty lines, flow style, quotes over several lines, anchors, tags,
 * dates, characters beyond ASCII. What it returns is what the slow way returns.
 */
export function parseSimple(text: string): YamlValue | undefined {
  if (!text.endsWith("\n")) return undefined;
  const lines = text.slice(0, -1).split("\n");
  const reader: Reader = { lines, at: 0, indent: 0, content: "", depth: 0 };
  readLine(reader);
  const value = parseMapping(reader, 0);
  return reader.at === lines.length ? value : undefined;
}

/** Stands at a line; `content` is what is behind the indentation, and is empty at the end of the text. */
interface Reader {
  readonly lines: readonly string[];
  at: number;
  indent: number;
  content: string;
  depth: number;
}

function readLine(r: Reader): void {
  const line = r.lines[r.at] ?? "";
  let indent = 0;
  while (line.charCodeAt(indent) === 0x20) indent += 1;
  r.indent = indent;
  // DVC leaves a blank at the end of a line that it folds.
  r.content = line.endsWith(" ") ? line.slice(indent).replace(/ +$/, "") : line.slice(indent);
}

function nextLine(r: Reader): void {
  r.at += 1;
  readLine(r);
}

const MAX_DEPTH = 20;

const ENTRY = /^([A-Za-z_][A-Za-z0-9_.-]*):(?: (.+))?$/;

function parseMapping(r: Reader, indent: number): YamlValue | undefined {
  r.depth += 1;
  const map = new Map<YamlValue, YamlValue>();
  while (r.indent === indent) {
    const entry = ENTRY.exec(r.content);
    if (entry === null || r.depth > MAX_DEPTH) break;
    const [, key = "", source] = entry;
    nextLine(r);
    const value = source === undefined ? parseNested(r, indent) : parseScalar(r, source, indent);
    if (value === undefined || map.has(key) || plainType(key) !== "str") return undefined;
    map.set(key, value);
  }
  r.depth -= 1;
  // Whatever else stands in this block or deeper is beyond this parser.
  return map.size === 0 || isInside(r, indent) ? undefined : map;
}

function isInside(r: Reader, indent: number): boolean {
  return r.at < r.lines.length && r.indent >= indent;
}

/** Parses what stands below a key: a deeper block, a sequence in the same column, text, or nothing. */
function parseNested(r: Reader, indent: number): YamlValue | undefined {
  const isItem = r.content.startsWith("- ");
  if (isItem && r.indent >= indent) return parseSequence(r, r.indent, indent);
  if (r.indent <= indent) return null;
  if (ENTRY.test(r.content)) return parseMapping(r, r.indent);
  const first = r.content;
  nextLine(r);
  return parseScalar(r, first, indent);
}

function parseSequence(r: Reader, indent: number, keyIndent: number): YamlValue | undefined {
  const items: YamlValue[] = [];
  while (r.indent === indent && r.content.startsWith("- ")) {
    const item = parseItem(r, indent);
    if (item === undefined) return undefined;
    items.push(item);
  }
  const isNextKey = indent === keyIndent && r.indent === indent;
  return isInside(r, indent) && !isNextKey ? undefined : items;
}

function parseItem(r: Reader, indent: number): YamlValue | undefined {
  const rest = r.content.slice(2);
  if (ENTRY.test(rest)) {
    // The mapping begins behind the dash.
    r.indent = indent + 2;
    r.content = rest;
    return parseMapping(r, indent + 2);
  }
  nextLine(r);
  return parseScalar(r, rest, indent);
}

/**
 * Printable ASCII that begins harmlessly, without what could end a plain scalar: a colon before a blank, two blanks, a
 * blank before `#`. The lines after the first may begin with anything but `#`.
 */
const PLAIN = /^[A-Za-z0-9_./$(+\\](?:[\x21-\x39\x3b-\x7e]|:(?=[\x21-\x7e])| (?=[\x21\x22\x24-\x7e]))*$/;
const CONTINUATION =
  /^(?:[\x21\x22\x24-\x39\x3b-\x7e]|:(?=[\x21-\x7e]))(?:[\x21-\x39\x3b-\x7e]|:(?=[\x21-\x7e])| (?=[\x21\x22\x24-\x7e]))*$/;
const QUOTED = /^(?:'([\x20-\x26\x28-\x7e]*)'|"([\x20\x21\x23-\x5b\x5d-\x7e]*)")$/;
const INTEGER = /^(?:0|[1-9][0-9]{0,14})$/;

/** Parses a scalar whose first line is read already, in a block of this indentation. */
function parseScalar(r: Reader, first: string, indent: number): YamlValue | undefined {
  if (!isInside(r, indent + 1)) return parseLine(first);
  let text = first;
  for (; isInside(r, indent + 1); nextLine(r)) {
    if (!CONTINUATION.test(r.content)) return undefined;
    text += ` ${r.content}`;
  }
  return PLAIN.test(first) ? parseLine(text) : undefined;
}

function parseLine(source: string): YamlValue | undefined {
  if (INTEGER.test(source)) return Number(source);
  if (!PLAIN.test(source)) {
    const quoted = QUOTED.exec(source);
    return quoted === null ? undefined : (quoted[1] ?? quoted[2]);
  }
  const type = plainType(source);
  if (type === "str") return source;
  if (type === "bool") return /^t/i.test(source);
  const float = type === "float" ? readFloat(source) : undefined;
  return float && yamlFloat(float.value);
}
