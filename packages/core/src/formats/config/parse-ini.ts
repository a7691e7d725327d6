import { pythonSplitLines, pythonStrip } from "../python/python-text.ts";
import { configLineError } from "./config-error.ts";
import { readIniValue } from "./read-ini-value.ts";
import { isIniTail, readOptionLine, readSectionLine, type SectionLine } from "./scan-ini-line.ts";

/** A section as the file spells it; `name` is undefined for the file itself. */
export interface IniSection {
  readonly name: string | undefined;
  readonly parent: IniSection | undefined;
  readonly depth: number;
  readonly entries: Map<string, IniValue>;
}

/** What an entry of a section is. */
export type IniValue = string | readonly string[] | IniSection;

/** Says whether a value is a section. */
export function isIniSection(value: IniValue | undefined): value is IniSection {
  return value !== undefined && typeof value !== "string" && "depth" in value;
}

/** DVC has one level of sections; this many are read, so that hostile files cannot exhaust the stack. */
const MAX_DEPTH = 16;

/**
 * Parses the dialect of Python's configobj, in which DVC keeps its configuration: `[section]`, `[[section in it]]`,
 * `key = value`, lists with commas, `#` comments, values over several lines in triple quotes. Blanks at the start of a
 * line mean nothing. `%(name)s` stays as it is.
 *
 * @throws CONFIG_INVALID with the line
 */
export function parseIni(text: string, fileName: string): IniSection {
  const root: IniSection = { name: undefined, parent: undefined, depth: 0, entries: new Map() };
  const parser: Parser = { lines: pythonSplitLines(text), index: 0, current: root, fileName };
  for (; parser.index < parser.lines.length; parser.index++) parseLine(parser);
  return root;
}

interface Parser {
  readonly lines: readonly string[];
  readonly fileName: string;
  /** The line that is being read; the last one of a value over several lines. */
  index: number;
  current: IniSection;
}

function parseLine(parser: Parser): void {
  const line = parser.lines[parser.index] ?? "";
  const content = pythonStrip(line);
  if (content === "" || content.startsWith("#")) return;
  const section = readSectionLine(line);
  if (section !== undefined) openSection(parser, section);
  else parseOption(parser, line);
}

function openSection(parser: Parser, { name, opened, closed }: SectionLine): void {
  if (opened !== closed) throw lineError(parser, "the brackets around the section do not match");
  if (opened > parser.current.depth + 1 || opened > MAX_DEPTH)
    throw lineError(parser, "the section is nested too deep");
  let parent = parser.current;
  while (parent.depth >= opened && parent.parent !== undefined) parent = parent.parent;
  if (parent.entries.has(name)) throw lineError(parser, `the section '${name}' is there twice`);
  const section: IniSection = { name, parent, depth: opened, entries: new Map() };
  parent.entries.set(name, section);
  parser.current = section;
}

function parseOption(parser: Parser, line: string): void {
  const option = readOptionLine(line);
  if (option === undefined) throw lineError(parser, "the line is neither a [section] nor a 'key = value'");
  const { key, value: text } = option;
  const start = parser.index;
  const quote = text.slice(0, 3);
  const value = quote === '"""' || quote === "'''" ? readTripleQuoted(parser, text) : readIniValue(text);
  if (value === undefined) throw lineError(parser, `the value of '${key}' has wrong quotes or commas`);
  const { entries } = parser.current;
  if (entries.has(key)) throw configLineError(parser.fileName, start + 1, `the option '${key}' is there twice`);
  entries.set(key, value);
}

/** Reads a value in triple quotes. On one line, further triple quotes may stand inside; otherwise the next ones end it. */
function readTripleQuoted(parser: Parser, text: string): string | undefined {
  const quote = text.slice(0, 3);
  const sameLine = endOfTripleQuoted(text, 3);
  if (sameLine !== undefined) return text.slice(3, sameLine);
  if (text.includes(quote, 3)) return undefined;
  const parts = [text.slice(3)];
  while (++parser.index < parser.lines.length) {
    const line = parser.lines[parser.index] ?? "";
    if (!line.includes(quote)) parts.push(line);
    else {
      const end = endOfTripleQuoted(line, 0, quote);
      return end === undefined ? undefined : [...parts, line.slice(0, end)].join("\n");
    }
  }
  return undefined;
}

/** Finds the first closing quotes after which only a comment follows. */
function endOfTripleQuoted(line: string, start: number, quote = line.slice(0, 3)): number | undefined {
  for (let end = line.indexOf(quote, start); end !== -1; end = line.indexOf(quote, end + 1)) {
    if (isIniTail(line, end + 3)) return end;
  }
  return undefined;
}

function lineError(parser: Parser, state: string): Error {
  return configLineError(parser.fileName, Math.min(parser.index + 1, parser.lines.length), state);
}
