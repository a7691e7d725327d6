import { isPythonBlank, skipPythonBlanks, trimmedEnd } from "../python/python-text.ts";
import { isIniTail, unquoteIni } from "./scan-ini-line.ts";

/**
 * Reads the value of an option on one line: a text, bare or in quotes, or a list with commas; a comment may follow.
 * Undefined if it is none of these, such as an unclosed quote.
 *
 * @param text the value without leading blanks
 */
export function readIniValue(text: string): string | readonly string[] | undefined {
  const plan = planItems(text);
  if (plan.readable[0] !== 1) return text.startsWith(",") && isIniTail(text, 1) ? [] : undefined;
  let start = 0;
  for (let next = plan.next[0] ?? 0; next > 0; next = plan.next[start] ?? 0) start = next;
  const last = readLast(text, start);
  if (start === 0) return unquoteIni(last);
  const list = splitItems(text.slice(0, start));
  return list === undefined || last === "" ? list : [...list, unquoteIni(last)];
}

interface Plan {
  /** For each index, where the next item starts if an item with a comma starts here; 0 if none does. */
  readonly next: Uint32Array;
  /** For each index, 1 if the value from here to the end can be read. */
  readonly readable: Uint8Array;
}

/** What is known of the text behind an index. An offset is 0 if there is no such place. */
interface Ahead {
  /** The closest character that is no blank; the length of the text if there is none. */
  solid: number;
  /** The closest comma or comment sign; the length of the text if there is none. */
  stop: number;
  /** Where the item behind `stop` starts, if that is a comma. */
  afterStop: number;
  /** Where the item behind the closest quote starts that may close an item with a comma. */
  readonly afterQuote: { '"': number; "'": number };
  /** Behind the closest quote that may close the last item. */
  readonly closed: { '"': number; "'": number };
}

/**
 * Plans where items end. A quoted text ends at the first quote after which the rest can be read, so this depends on
 * everything behind it; going from the right to the left decides it once for each index, in linear time.
 */
function planItems(text: string): Plan {
  const length = text.length;
  const plan = { next: new Uint32Array(length + 1), readable: new Uint8Array(length + 1) };
  const ahead: Ahead = {
    solid: length,
    stop: length,
    afterStop: 0,
    afterQuote: { '"': 0, "'": 0 },
    closed: { '"': 0, "'": 0 },
  };
  plan.readable[length] = 1;
  for (let index = length - 1; index >= 0; index--) {
    plan.next[index] = nextItem(text, index, ahead);
    plan.readable[index] = plan.next[index] !== 0 || isLast(text, index, ahead) ? 1 : 0;
    stepBack(text, index, { ahead, plan });
  }
  return plan;
}

function nextItem(text: string, index: number, ahead: Ahead): number {
  const first = text[index];
  if (first === '"' || first === "'") return ahead.afterQuote[first];
  return first === "," || first === "#" ? 0 : ahead.afterStop;
}

/** Says whether what starts here can be the last item, or nothing but blanks and a comment. */
function isLast(text: string, index: number, ahead: Ahead): boolean {
  const first = text[index];
  if (first === '"' || first === "'") return ahead.closed[first] > 0;
  if (first === ",") return false;
  if (first === "#") return true;
  return isPythonBlank(text, index) ? isTail(text, ahead) : text[ahead.stop] !== ",";
}

function isTail(text: string, ahead: Ahead): boolean {
  return ahead.solid === text.length || text[ahead.solid] === "#";
}

/** Takes the character at the index into account before the scan moves to the one before it. */
function stepBack(text: string, index: number, { ahead, plan }: { readonly ahead: Ahead; readonly plan: Plan }): void {
  const char = text[index];
  if (char === '"' || char === "'") {
    if (text[ahead.solid] === "," && ahead.afterStop > 0) ahead.afterQuote[char] = ahead.afterStop;
    if (isTail(text, ahead)) ahead.closed[char] = index + 1;
  } else if (char === "," || char === "#") {
    ahead.stop = index;
    ahead.afterStop = char === "," ? startAfterComma(plan, index, ahead.solid) : 0;
  }
  if (!isPythonBlank(text, index)) ahead.solid = index;
}

/** Blanks after a comma belong to it, unless the value can be read only if the next item starts with some of them. */
function startAfterComma(plan: Plan, comma: number, solid: number): number {
  for (let start = solid; start > comma; start--) if (plan.readable[start] === 1) return start;
  return 0;
}

/** Reads the last item, quotes included; empty if there is nothing but a comment. */
function readLast(text: string, start: number): string {
  const first = text[start];
  if (first === '"' || first === "'") {
    let end = text.indexOf(first, start + 1);
    while (!isIniTail(text, end + 1)) end = text.indexOf(first, end + 1);
    return text.slice(start, end + 1);
  }
  const comment = text.indexOf("#", start);
  return text.slice(start, trimmedEnd(text, start, comment === -1 ? text.length : comment));
}

/** Splits the part of a list that ends with a comma. Undefined if an item is empty without quotes. */
function splitItems(text: string): string[] | undefined {
  const items: string[] = [];
  const lastClosing = { '"': lastClosingQuote(text, '"'), "'": lastClosingQuote(text, "'") };
  let start = 0;
  while (start < text.length) {
    const first = text[start];
    const quoted = (first === '"' || first === "'") && start < lastClosing[first];
    const comma = quoted ? commaAfterQuote(text, start) : text.indexOf(",", start);
    const end = trimmedEnd(text, start, comma);
    if (end === start) return undefined;
    items.push(unquoteIni(text.slice(start, end)));
    start = skipPythonBlanks(text, comma + 1);
  }
  return items;
}

/** Finds the last quote that stands before a comma; -1 if there is none. */
function lastClosingQuote(text: string, quote: string): number {
  let end = text.lastIndexOf(quote);
  while (end > 0 && text[skipPythonBlanks(text, end + 1)] !== ",") end = text.lastIndexOf(quote, end - 1);
  return end;
}

function commaAfterQuote(text: string, start: number): number {
  const quote = text.charAt(start);
  let comma = start;
  for (let end = start; text[comma] !== ","; comma = skipPythonBlanks(text, end + 1))
    end = text.indexOf(quote, end + 1);
  return comma;
}
