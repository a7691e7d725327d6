/** Quotes a text for a POSIX shell as Python's `shlex.quote` does: only where it is needed, with single quotes. */
export function shellQuote(text: string): string {
  if (text === "") return "''";
  if (!/[^\w@%+=:,./-]/.test(text)) return text;
  return `'${text.replaceAll("'", `'"'"'`)}'`;
}
