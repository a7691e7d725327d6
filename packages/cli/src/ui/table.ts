/** A column of a table. */
export interface Column {
  readonly title?: string;
  /** Default: left. */
  readonly align?: "left" | "right";
}

/**
 * Lays out rows in columns, two blanks apart, without trailing blanks. A title line is printed if any column has one.
 * Wide characters (East Asian, emoji) count as two.
 */
export function formatTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map((column) => column.title ?? "");
  const all = titles.some((title) => title !== "") ? [titles, ...rows] : rows;
  const widths = columns.map((_, i) => columnWidth(all, i));
  const lines = all.map((row) => {
    const cells = columns.map((column, i) => {
      const cell = row[i] ?? "";
      const blanks = " ".repeat((widths[i] ?? 0) - displayWidth(cell));
      return column.align === "right" ? blanks + cell : cell + blanks;
    });
    return cells.join("  ").trimEnd();
  });
  return lines.join("\n");
}

/** The width of the widest cell of a column; there may be more rows than a call takes arguments. */
function columnWidth(rows: readonly (readonly string[])[], column: number): number {
  return rows.reduce((width, row) => Math.max(width, displayWidth(row[column] ?? "")), 0);
}

const wide =
  /\p{Emoji_Presentation}|[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u;
const narrowless = /\p{Mark}|\p{Cf}/u;

/** How many columns of a terminal a text takes. */
export function displayWidth(text: string): number {
  let width = 0;
  for (const character of text) {
    if (narrowless.test(character)) continue;
    width += wide.test(character) ? 2 : 1;
  }
  return width;
}
