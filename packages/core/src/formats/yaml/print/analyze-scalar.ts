/** Which styles can carry a text. */
export interface ScalarAnalysis {
  readonly empty: boolean;
  readonly multiline: boolean;
  readonly flowPlain: boolean;
  readonly blockPlain: boolean;
  readonly singleQuoted: boolean;
}

/** A text of these characters, and not ending in a blank or colon, is plain everywhere. */
const SIMPLE = /^[A-Za-z0-9_./][A-Za-z0-9_./@+=~*&!%$^;()<>|'"\\-]*$/;

const EMPTY: ScalarAnalysis = { empty: true, multiline: false, flowPlain: false, blockPlain: true, singleQuoted: true };
const PLAIN: ScalarAnalysis = { empty: false, multiline: false, flowPlain: true, blockPlain: true, singleQuoted: true };

/** What only double quotes can carry: control characters, byte order marks and what is no character. */
const SPECIAL = /[^\n\x20-\x7e\x85\xa0-\ufefe\uff00-\ufffd]/;
const LINE_BREAK = /[\n\x85\u2028\u2029]/;
const SPACE_THEN_BREAK = / [\n\x85\u2028\u2029]/;
const BREAK_THEN_SPACE = /[\n\x85\u2028\u2029] /;
const EDGE_WHITESPACE = /^[ \n\x85\u2028\u2029]|[ \n\x85\u2028\u2029]$/;

/** Texts that would be read as something else in block context. */
const BLOCK_INDICATOR = /^(?:---|\.\.\.|[#,[\]{}&*!|>'"%@`]|[-?:](?:[\0 \t\r\n\x85\u2028\u2029]|$))/;
const INNER_INDICATOR = /(?!^):(?:[\0 \t\r\n\x85\u2028\u2029]|$)|[\0 \t\r\n\x85\u2028\u2029]#/;
const FLOW_INDICATOR = /^[?:]$|[,[\]{}]/;

/** Finds the styles that a text can be written in. Source: measured on ruamel.yaml 0.19.1. */
export function analyzeScalar(text: string): ScalarAnalysis {
  if (text === "") return EMPTY;
  if (SIMPLE.test(text) && !text.startsWith("...")) return PLAIN;
  const special = SPECIAL.test(text);
  const multiline = LINE_BREAK.test(text);
  const quotable = !special && !SPACE_THEN_BREAK.test(text) && !BREAK_THEN_SPACE.test(text);
  const plain = quotable && !multiline && !EDGE_WHITESPACE.test(text);
  const blockPlain = plain && !BLOCK_INDICATOR.test(text) && !INNER_INDICATOR.test(text);
  // A lone `?` or `:` followed by a blank is a block indicator only, but such a text is refused by the other test.
  const startsIndicator = /^[?:][\0 \t\r\n\x85\u2028\u2029]/.test(text) && !INNER_INDICATOR.test(text);
  const flowPlain = plain && (blockPlain || startsIndicator) && !FLOW_INDICATOR.test(text);
  return { empty: false, multiline, flowPlain, blockPlain, singleQuoted: quotable };
}
