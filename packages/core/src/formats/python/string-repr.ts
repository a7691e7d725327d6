/** Writes a text as Python's `repr(str)` does: single quotes unless only those occur in the text. */
export function pythonStringRepr(text: string): string {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'";
  return quote + text.replace(SPECIAL, (char) => escapeChar(char, quote)) + quote;
}

/** What `str.isprintable` denies, and what needs a backslash. Unassigned code points depend on Python's version. */
const SPECIAL = /['"\\]|(?! )[\p{C}\p{Z}]/gu;

const SHORT: Readonly<Record<string, string>> = { "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t" };

function escapeChar(char: string, quote: string): string {
  if (char === "'" || char === '"') return char === quote ? `\\${char}` : char;
  const code = char.codePointAt(0) ?? 0;
  if (code > 0xffff) return `\\U${hex(code, 8)}`;
  return SHORT[char] ?? (code > 0xff ? `\\u${hex(code, 4)}` : `\\x${hex(code, 2)}`);
}

function hex(code: number, digits: number): string {
  return code.toString(16).padStart(digits, "0");
}
