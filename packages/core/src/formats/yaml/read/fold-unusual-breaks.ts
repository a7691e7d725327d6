/**
 * Folds the line breaks that YAML 1.1 knows beside the newline (NEL, U+2028, U+2029) in a plain or single-quoted scalar:
 * blanks around them are no content, a single NEL is a blank, and the others stay, as ruamel.yaml reads them.
 */
export function foldUnusualBreaks(text: string): string {
  return text.replace(UNUSUAL_BREAKS, (run) => {
    const [first, ...others] = run.replace(/[ \t]/g, "");
    const kept = first === NEL ? (others.length === 0 ? " " : "") : first;
    return kept + others.map((mark) => (mark === NEL ? "\n" : mark)).join("");
  });
}

const NEL = "\u0085";
const UNUSUAL_BREAKS = /[ \t]*[\u0085\u2028\u2029][ \t\u0085\u2028\u2029]*/g;
