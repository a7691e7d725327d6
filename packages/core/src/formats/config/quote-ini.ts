/** A text that begins or ends with one of these is put in quotes. */
const AT_EDGE = /^[ \r\n\v\t'"]|[ \r\n\v\t'"]$/;

/**
 * Puts a name or value into quotes where configobj does: an empty text, one with a comma or `#`, with blanks or quotes
 * at its ends; in triple quotes if it has both kinds of quotes or a line break.
 *
 * @param multiline whether triple quotes are possible: not for names and not inside lists
 * @returns undefined where configobj has no way to write the text
 */
export function quoteIni(text: string, multiline: boolean): string | undefined {
  if (text === "") return '""';
  const bothQuotes = text.includes("'") && text.includes('"');
  if (text.includes("\n") || bothQuotes) {
    if (multiline) return quoteTriple(text);
    if (text.includes("\n")) return undefined;
  }
  if (!AT_EDGE.test(text) && !text.includes(",") && !text.includes("#")) return text;
  if (bothQuotes) return undefined;
  return text.includes('"') ? `'${text}'` : `"${text}"`;
}

/** Which kind configobj takes looks the wrong way round, but inside one line it is read back all the same. */
function quoteTriple(text: string): string | undefined {
  if (!text.includes('"""')) return `'''${text}'''`;
  return text.includes("'''") ? undefined : `"""${text}"""`;
}
