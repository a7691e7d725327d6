import { type YamlFloat, type YamlValue, yamlFloat } from "../yaml/yaml-value.ts";
import { paramsError } from "./params-error.ts";

/**
 * Reads JSON as Python's `json.loads` does: keys keep their order and the last of several equal ones counts, integers
 * stay apart from floats, and `NaN` and `Infinity` are numbers.
 *
 * @throws PARAMS_INVALID
 */
export function parsePythonJson(text: string, fileName: string): YamlValue {
  const reader: Reader = { text, fileName, at: 0, depth: 0 };
  const value = readValue(reader);
  skipBlanks(reader);
  if (reader.at < text.length) throw malformed(reader);
  return value;
}

interface Reader {
  readonly text: string;
  readonly fileName: string;
  at: number;
  depth: number;
}

/** Python gives up at about this depth too. */
const MAX_DEPTH = 900;

const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?/y;
const STRING = /"(?:[^"\\\0-\x1f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const WORDS: ReadonlyMap<string, null | boolean | YamlFloat> = new Map<string, null | boolean | YamlFloat>([
  ["null", null],
  ["true", true],
  ["false", false],
  ["NaN", yamlFloat(Number.NaN)],
  ["Infinity", yamlFloat(Number.POSITIVE_INFINITY)],
  ["-Infinity", yamlFloat(Number.NEGATIVE_INFINITY)],
]);

function readValue(reader: Reader): YamlValue {
  skipBlanks(reader);
  if (reader.depth > MAX_DEPTH) throw malformed(reader);
  switch (reader.text[reader.at]) {
    case "{":
      return readNested(reader, readObject);
    case "[":
      return readNested(reader, readArray);
    case '"':
      return readString(reader);
    default:
      return readWordOrNumber(reader);
  }
}

function readNested<T>(reader: Reader, read: (reader: Reader) => T): T {
  reader.at++;
  reader.depth++;
  const value = read(reader);
  reader.depth--;
  return value;
}

function readObject(reader: Reader): YamlValue {
  const map = new Map<YamlValue, YamlValue>();
  if (take(reader, "}")) return map;
  do {
    skipBlanks(reader);
    const key = readString(reader);
    if (!take(reader, ":")) throw malformed(reader);
    map.set(key, readValue(reader));
  } while (take(reader, ","));
  if (!take(reader, "}")) throw malformed(reader);
  return map;
}

function readArray(reader: Reader): YamlValue {
  const items: YamlValue[] = [];
  if (take(reader, "]")) return items;
  do items.push(readValue(reader));
  while (take(reader, ","));
  if (!take(reader, "]")) throw malformed(reader);
  return items;
}

function readString(reader: Reader): string {
  const source = match(reader, STRING)?.[0];
  if (source === undefined) throw malformed(reader);
  return String(JSON.parse(source));
}

function readWordOrNumber(reader: Reader): YamlValue {
  for (const [word, value] of WORDS) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  const found = match(reader, NUMBER);
  if (found === undefined) throw malformed(reader);
  const [source, fraction, exponent] = found;
  if (fraction !== undefined || exponent !== undefined) return yamlFloat(Number(source));
  return Number.isSafeInteger(Number(source)) ? Number(source) : BigInt(source);
}

function match(reader: Reader, pattern: RegExp): RegExpExecArray | undefined {
  pattern.lastIndex = reader.at;
  const found = pattern.exec(reader.text) ?? undefined;
  reader.at += found?.[0].length ?? 0;
  return found;
}

function take(reader: Reader, mark: string): boolean {
  skipBlanks(reader);
  if (reader.text[reader.at] !== mark) return false;
  reader.at++;
  return true;
}

function skipBlanks(reader: Reader): void {
  while (" \t\n\r".includes(reader.text[reader.at] ?? "x")) reader.at++;
}

function malformed({ text, fileName, at }: Reader): Error {
  return paramsError(fileName, "JSON file structure is corrupted", text.slice(0, at).split("\n").length);
}
