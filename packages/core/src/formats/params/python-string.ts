/** What a string token of Python says. */
export interface PythonString {
  readonly type: "text" | "bytes" | "format";
  readonly value: string;
}

const HEAD = /([rRbBuUfF]{0,2})("""|'''|"|')/y;

/**
 * Reads a string token of Python source that starts at an index.
 *
 * @returns the string and the index after it; undefined if it is not closed
 */
export function readPythonString(
  source: string,
  start: number,
): { readonly string: PythonString; readonly end: number } | undefined {
  HEAD.lastIndex = start;
  const [head = "", prefix = "", quote = ""] = HEAD.exec(source) ?? [];
  const from = start + head.length;
  const end = closingIndex(source, from, quote);
  if (end === undefined) return undefined;
  const flags = prefix.toLowerCase();
  const body = source.slice(from, end);
  const value = flags.includes("r") ? body : withoutEscapes(body, flags.includes("b"));
  const type = flags.includes("f") ? "format" : flags.includes("b") ? "bytes" : "text";
  return { string: { type, value }, end: end + quote.length };
}

function closingIndex(source: string, from: number, quote: string): number | undefined {
  for (let at = from; at < source.length; at++) {
    if (source[at] === "\\") at++;
    else if (source.startsWith(quote, at)) return at;
    else if (source[at] === "\n" && quote.length === 1) return undefined;
  }
  return undefined;
}

const ESCAPE = /\\(?:\n|[0-7]{1,3}|x[\da-fA-F]{2}|u[\da-fA-F]{4}|U[\da-fA-F]{8}|["'\\abfnrtv])/g;

const SHORT: Readonly<Record<string, string>> = {
  "\n": "",
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
};

/** Escapes that Python does not know stay as they are; bytes know no `\u`. `\N{name}` is not read either. */
function withoutEscapes(body: string, isBytes: boolean): string {
  return body.replace(ESCAPE, (found) => {
    const kind = found.charAt(1);
    if (kind === "x") return codePoint(found.slice(2), 16);
    if (kind === "u" || kind === "U") return isBytes ? found : codePoint(found.slice(2), 16);
    return /[0-7]/.test(kind) ? codePoint(found.slice(1), 8) : (SHORT[kind] ?? kind);
  });
}

function codePoint(digits: string, base: number): string {
  return String.fromCodePoint(Math.min(Number.parseInt(digits, base), 0x10ffff));
}
