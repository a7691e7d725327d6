import { YamlProblem } from "./yaml-problem.ts";

const NOT_PRINTABLE = /[^\t\n\r\x20-\x7e\x85\xa0-\ufffd]/;

/** How deep a document may nest; it is read and printed by recursion. DVC itself gives up at a similar depth. */
const MAX_DEPTH = 250;

/**
 * Checks what must hold before a text is parsed: it has only printable characters, and is not nested so deep that
 * parsing it would overflow the stack.
 *
 * @throws YamlProblem
 */
export function checkText(source: string): void {
  const bad = source.search(NOT_PRINTABLE);
  if (bad !== -1) throw new YamlProblem(`the character ${JSON.stringify(source[bad])} is not allowed`, bad);
  checkDepth(source);
}

/** Counts brackets and indentations without regard to quotes, so the result is never too low. */
function checkDepth(source: string): void {
  let brackets = 0;
  let offset = 0;
  const columns: number[] = [];
  for (const line of source.split("\n")) {
    enterColumns(columns, line);
    brackets = Math.max(0, brackets + count(line, /[[{]/g) - count(line, /[\]}]/g));
    if (columns.length + brackets > MAX_DEPTH) throw new YamlProblem("the nesting is too deep", offset);
    offset += line.length + 1;
  }
}

const INDENTATION = /^(?: |[-?:](?= ))*/;

/** Leaves the blocks that a line ends and enters those that it begins. */
function enterColumns(columns: number[], line: string): void {
  const lead = INDENTATION.exec(line)?.[0] ?? "";
  const opened = [...lead.matchAll(/[-?:]/g)].map((match) => match.index);
  if (lead.length < line.length) opened.push(lead.length);
  const first = opened[0] ?? Number.POSITIVE_INFINITY;
  while ((columns.at(-1) ?? -1) >= first) columns.pop();
  columns.push(...opened);
}

function count(line: string, what: RegExp): number {
  return line.match(what)?.length ?? 0;
}
