import { pythonStrip } from "../python/python-text.ts";

/**
 * Returns a `.gitignore` file with an entry for a name in its directory at the end, as DVC writes it: `/name`, with
 * characters escaped that mean something in patterns. Only for names that Git does not ignore yet: an entry that is
 * there already is written again, since a later line must have taken it back.
 *
 * @param text the file; undefined if there is none
 */
export function addIgnoreEntry(text: string | undefined, name: string): string {
  const before = text ?? "";
  const entry = `/${name.replace(/[\\[\]!*#?]/g, "\\$&")}`;
  return `${before}${before === "" || /[\r\n]$/.test(before) ? "" : "\n"}${entry}\n`;
}

/**
 * Returns a `.gitignore` file without the entry for a name in its directory. Like DVC, it does not find an entry that
 * was escaped, and line ends become LF.
 *
 * @returns the same text if there is no such entry; undefined if nothing remains and the file is to be deleted
 */
export function removeIgnoreEntry(text: string, name: string): string | undefined {
  const lines = fileLines(text);
  const kept = lines.filter((line) => pythonStrip(line) !== pythonStrip(`/${name}`));
  if (kept.length === 0) return undefined;
  return kept.length === lines.length ? text : kept.join("");
}

/** Splits a text into lines with their ends, which become LF. */
function fileLines(text: string): string[] {
  return text.replace(/\r\n?/g, "\n").match(/[^\n]*\n|[^\n]+/g) ?? [];
}
