import { isPythonBlank, skipPythonBlanks, trimmedEnd } from "../python/python-text.ts";

/** A line `[name]`; the brackets on both sides should be as many as the section is deep. */
export interface SectionLine {
  readonly name: string;
  readonly opened: number;
  readonly closed: number;
}

/** A line `key = value`: the value is what stands after the sign and blanks, comment included. */
export interface OptionLine {
  readonly key: string;
  readonly value: string;
}

/** Removes one pair of equal quotes around a text. */
export function unquoteIni(text: string): string {
  const first = text[0];
  return (first === '"' || first === "'") && text.at(-1) === first ? text.slice(1, -1) : text;
}

/** Says whether nothing but blanks and a comment follows. */
export function isIniTail(line: string, start: number): boolean {
  const end = skipPythonBlanks(line, start);
  return end === line.length || line[end] === "#";
}

/**
 * Reads a section header: brackets, a name, as many brackets, perhaps a comment. The name may be quoted; it ends at the
 * first place where only closing brackets and a comment follow, so that it may hold brackets and quotes itself.
 */
export function readSectionLine(line: string): SectionLine | undefined {
  const starts = openingBrackets(line);
  const closings = closingBrackets(line);
  if (!closings.some((count) => count > 0)) return undefined;
  for (let opened = starts.length; opened > 0; opened--) {
    const start = starts[opened - 1] ?? 0;
    const end = endOfName(line, start, closings);
    if (end !== undefined) {
      return { name: unquoteIni(line.slice(start, end)), opened, closed: closings[end] ?? 0 };
    }
  }
  return undefined;
}

/** Where a name may start: behind each of the opening brackets and the blanks after it. */
function openingBrackets(line: string): number[] {
  const starts: number[] = [];
  let index = skipPythonBlanks(line, 0);
  while (line[index] === "[") {
    index = skipPythonBlanks(line, index + 1);
    starts.push(index);
  }
  return starts;
}

/** For each index, how many closing brackets make up the rest of the line; 0 if the rest is anything else. */
function closingBrackets(line: string): Uint32Array {
  const counts = new Uint32Array(line.length + 1);
  for (let index = line.length - 1; index >= 0; index--) {
    if (isPythonBlank(line, index)) counts[index] = counts[index + 1] ?? 0;
    else if (line[index] === "]") {
      const more = counts[index + 1] ?? 0;
      counts[index] = more > 0 || isIniTail(line, index + 1) ? more + 1 : 0;
    }
  }
  return counts;
}

function endOfName(line: string, start: number, closings: Uint32Array): number | undefined {
  const quote = line[start];
  if (quote !== '"' && quote !== "'") {
    const end = closings.findIndex((count, index) => index > start && count > 0);
    return end === -1 ? undefined : end;
  }
  const inside = skipPythonBlanks(line, start + 1);
  for (let end = line.indexOf(quote, inside + 1); end !== -1; end = line.indexOf(quote, end + 1)) {
    if ((closings[end + 1] ?? 0) > 0) return end + 1;
  }
  return undefined;
}

/**
 * Reads `key = value`. A quoted key ends at the first quote before an equals sign, any other at the first sign. Where
 * the line starts with a quote that is not closed or with the sign itself, the blank before belongs to the key.
 */
export function readOptionLine(line: string): OptionLine | undefined {
  const start = skipPythonBlanks(line, 0);
  const first = line[start];
  if (first === '"' || first === "'") {
    for (let end = line.indexOf(first, start + 1); end !== -1; end = line.indexOf(first, end + 1)) {
      const sign = skipPythonBlanks(line, end + 1);
      if (line[sign] === "=") return optionLine(line, line.slice(start, end + 1), sign);
    }
  } else if (first !== "=") return readBareKey(line, start);
  return start > 0 ? readBareKey(line, start - 1) : undefined;
}

function readBareKey(line: string, start: number): OptionLine | undefined {
  const sign = line.indexOf("=", start + 1);
  if (sign === -1) return undefined;
  return optionLine(line, line.slice(start, trimmedEnd(line, start + 1, sign)), sign);
}

function optionLine(line: string, key: string, sign: number): OptionLine {
  return { key: unquoteIni(key), value: line.slice(skipPythonBlanks(line, sign + 1)) };
}
