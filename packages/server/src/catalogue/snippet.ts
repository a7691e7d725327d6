/** A piece of a text. */
export interface SnippetPart {
  readonly text: string;
  /** Whether it is a word that was looked for. */
  readonly found: boolean;
}

/** How much of a text is shown before the first word that was found, and in all, in UTF-16 units. */
const BEFORE = 60;
const LENGTH = 240;

/**
 * Cuts the part of a text in which words were found, the first one near its beginning.
 *
 * @param words letters and digits only; each stands for all words that begin with it
 * @returns nothing if none of them is there
 */
export function snippetOf(text: string, words: readonly string[]): readonly SnippetPart[] {
  if (words.length === 0) return [];
  const pattern = new RegExp(`(?<![\\p{L}\\p{N}])(?:${words.join("|")})[\\p{L}\\p{N}\\p{M}]*`, "giu");
  const first = text.search(pattern);
  if (first < 0) return [];
  const start = wordStart(text, Math.max(0, first - BEFORE));
  const cut = text.slice(start, start + LENGTH);
  const parts: SnippetPart[] = start > 0 ? [{ text: "…", found: false }] : [];
  let at = 0;
  for (const match of cut.matchAll(pattern)) {
    if (match.index > at) parts.push({ text: cut.slice(at, match.index), found: false });
    parts.push({ text: match[0], found: true });
    at = match.index + match[0].length;
  }
  const rest = cut.slice(at) + (start + LENGTH < text.length ? "…" : "");
  return rest === "" ? parts : [...parts, { text: rest, found: false }];
}

/** Where the next word begins, so that none is cut in two. */
function wordStart(text: string, at: number): number {
  if (at === 0) return 0;
  const space = text.slice(at, at + BEFORE).search(/\s\S/);
  return space < 0 ? at : at + space + 1;
}
