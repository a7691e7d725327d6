/** Characters that have a meaning in a pattern. DVC escapes these and no others. */
const SPECIAL = /[[\]!*#?]/g;

/** The line that ignores a file or directory beside the `.gitignore`. */
export function gitignoreLine(name: string): string {
  return `/${name}`.replace(SPECIAL, "\\$&");
}

/** Adds the line for a name to the text of a `.gitignore`, on a line of its own at the end. */
export function addToGitignore(text: string, name: string): string {
  const separator = text === "" || text.endsWith("\n") ? "" : "\n";
  return `${text}${separator}${gitignoreLine(name)}\n`;
}

/**
 * Removes the lines for a name from the text of a `.gitignore`; others are kept, with LF at their ends. As in DVC, a
 * name that needs escapes is not found.
 *
 * @returns undefined if nothing is left: the file is then to be deleted
 */
export function removeFromGitignore(text: string, name: string): string | undefined {
  return withoutLines(text, `/${name}`.trim());
}

/** Removes the very line that addToGitignore added, to take back what was done. */
export function takeBackFromGitignore(text: string, name: string): string | undefined {
  return withoutLines(text, gitignoreLine(name).trim());
}

function withoutLines(text: string, line: string): string | undefined {
  const lines = text.replaceAll(/\r\n?/g, "\n").match(/[^\n]*\n|[^\n]+$/g) ?? [];
  const kept = lines.filter((candidate) => candidate.trim() !== line);
  return kept.length === 0 ? undefined : kept.join("");
}
