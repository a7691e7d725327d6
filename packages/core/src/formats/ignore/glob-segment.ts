/** A part of a path pattern between slashes, translated. */
export interface GlobSegment {
  /** The source of a regular expression with the `u` flag, without anchors. */
  readonly source: string;
  /** Whether it may match a slash: a negated set such as `[!a]` does, as in DVC. */
  readonly crossesSlash: boolean;
  /** Whether a set in it runs backwards, as `[z-a]` does. It is an error only if the pattern has no other problem. */
  readonly backwards: boolean;
}

/** Why a pattern cannot be used. */
export type SegmentProblem =
  /** The pattern is left out without a word, as Git does for an unclosed `[`. */
  | "ignored"
  /** The pattern is an error. */
  | "invalid";

/**
 * Translates one segment of a pattern: `*` and `?` match no slash, `[…]` is a set with ranges, a backslash takes the
 * next character literally.
 */
export function translateSegment(segment: string): GlobSegment | SegmentProblem {
  const chars = [...segment];
  const tokens: Token[] = [];
  for (let i = 0; i < chars.length; ) {
    const read = readToken(chars, i);
    if (typeof read === "string") return read;
    tokens.push(read.token);
    i = read.end;
  }
  const crossesSlash = tokens.some((token) => token.crossesSlash);
  const backwards = tokens.includes(BACKWARDS);
  return { source: joinTokens(tokens, crossesSlash), crossesSlash, backwards };
}

/** What matches one character, or `*`. */
interface Token {
  readonly source: string;
  readonly crossesSlash: boolean;
}

const STAR: Token = { source: "[^/]*", crossesSlash: false };
const ONE: Token = { source: "[^/]", crossesSlash: false };
const BACKWARDS: Token = { source: "", crossesSlash: false };

interface TokenRead {
  readonly token: Token;
  /** The index behind it. */
  readonly end: number;
}

function readToken(chars: readonly string[], index: number): TokenRead | SegmentProblem {
  const char = chars[index] ?? "";
  if (char === "[") return readSet(chars, index);
  if (char === "*") return { token: STAR, end: index + 1 };
  if (char === "?") return { token: ONE, end: index + 1 };
  if (char !== "\\") return { token: literalToken(char), end: index + 1 };
  const literal = chars[index + 1];
  return literal === undefined ? "invalid" : { token: literalToken(literal), end: index + 2 };
}

function literalToken(char: string): Token {
  return { source: char.replace(/[\\^$.*+?()[\]{}|/]/, "\\$&"), crossesSlash: false };
}

/** Reads a set at an opening bracket. A `]` right behind `[`, `[!` or `[^` belongs to the set. */
function readSet(chars: readonly string[], open: number): TokenRead | SegmentProblem {
  const negated = chars[open + 1] === "!" || chars[open + 1] === "^";
  const start = open + (negated ? 2 : 1);
  const close = chars.indexOf("]", start + 1);
  if (close === -1) return "ignored";
  const ranges = readRanges(chars.slice(start, close));
  if (ranges === undefined) return { token: BACKWARDS, end: close + 1 };
  const items = ranges.map(([low, high]) => `${codePoint(low)}-${codePoint(high)}`).join("");
  const holdsSlash = ranges.some(([low, high]) => low <= SLASH && SLASH <= high);
  return { token: { source: `[${negated ? "^" : ""}${items}]`, crossesSlash: holdsSlash !== negated }, end: close + 1 };
}

const SLASH = 0x2f;

type Range = readonly [low: number, high: number];

/** Reads single characters and `a-z`; a `-` at an end is itself. Undefined if a range runs backwards. */
function readRanges(chars: readonly string[]): Range[] | undefined {
  const points = chars.map((char) => char.codePointAt(0) ?? 0);
  const ranges: Range[] = [];
  for (let i = 0; i < points.length; ) {
    const low = points[i] ?? 0;
    const high = chars[i + 1] === "-" ? points[i + 2] : undefined;
    if (high === undefined) {
      ranges.push([low, low]);
      i += 1;
    } else {
      if (high < low) return undefined;
      ranges.push([low, high]);
      i += 3;
    }
  }
  return ranges;
}

function codePoint(point: number): string {
  return `\\u{${point.toString(16)}}`;
}

/**
 * Joins tokens. Each `*` but the last one stops where the characters up to the next `*` match for the first time, which
 * changes nothing in what is matched, but keeps patterns with many stars from trying every way to share out a name.
 */
function joinTokens(tokens: readonly Token[], crossesSlash: boolean): string {
  const pieces: string[] = [];
  let piece = "";
  let isStar = false;
  for (const token of tokens) {
    if (token !== STAR) piece += token.source;
    else if (piece !== "" || !isStar) {
      pieces.push(piece);
      piece = "";
      isStar = true;
    }
  }
  pieces.push(piece);
  const [first = "", ...rest] = pieces;
  return rest.reduce((source, next, i) => {
    const pinned = next !== "" && i < rest.length - 1 && !crossesSlash;
    return source + (pinned ? `(?:(?!${next})[^/])*` : STAR.source) + next;
  }, first);
}
