import type { Comment } from "../tree/comment.ts";
import { commentsBetween, type PlacedComment } from "./comments-between.ts";
import { indexLines, type LineIndex } from "./line-index.ts";
import type { Token, TokenKind } from "./token.ts";

/**
 * Hangs the comments and empty lines of a text on its tokens, as ruamel.yaml's scanner does: on the scalar, `:` or
 * closing bracket before them if they begin in its line, on a scalar before them anyway, and else on the token after
 * them.
 *
 * @throws YamlProblem for characters between tokens that are no blanks
 */
export function attachComments(source: string, tokens: readonly Token[]): void {
  const lines = indexLines(source);
  let depth = 0;
  let from = 0;
  let previous: Token | undefined;
  /** The first token behind the previous one, with or without text. */
  let next: Token | undefined;
  for (const token of tokens) {
    next ??= token;
    const hasText = token.end > token.start || token.kind === "end";
    if (!hasText) continue;
    const comments = commentsBetween(source, lines, { from, to: token.start, inFlow: depth > 0 });
    if (previous !== undefined && (previous.trailingBreaks ?? 0) > 0) attachToBlockScalar(previous, comments);
    else attach(comments.map(trimmed), { lines, previous, next });
    depth += FLOW_DEPTH[token.kind] ?? 0;
    from = passBlankLines(source, token);
    previous = token;
    next = undefined;
  }
}

const FLOW_DEPTH: Readonly<Partial<Record<TokenKind, number>>> = {
  flowMapStart: 1,
  flowSequenceStart: 1,
  flowMapEnd: -1,
  flowSequenceEnd: -1,
};

const BLANK_LINES = / *(?:\n[ \n]*)?/y;
const DOCUMENT_MARKER = /(?:---|\.\.\.)(?:[ \t\n]|$)/y;

/**
 * Returns where the search for comments begins behind a token. Behind unquoted text that is after the empty lines
 * below it: those belong to the text, unless the document ends there.
 */
function passBlankLines(source: string, token: Token): number {
  if (token.kind !== "scalar" || token.style !== "") return token.end;
  BLANK_LINES.lastIndex = token.end;
  const run = BLANK_LINES.exec(source)?.[0] ?? "";
  const breaks = run.split("\n").length - 2;
  const end = token.end + run.length;
  DOCUMENT_MARKER.lastIndex = end;
  const endsDocument = run.endsWith("\n") && DOCUMENT_MARKER.test(source);
  if (breaks > 0 && !endsDocument) token.comment = { post: { text: "\n".repeat(breaks + 1), column: 0 } };
  return end;
}

interface Neighbours {
  readonly lines: LineIndex;
  readonly previous: Token | undefined;
  readonly next: Token;
}

const TAKES_COMMENT_BEHIND: ReadonlySet<TokenKind> = new Set(["scalar", "value", "flowMapEnd", "flowSequenceEnd"]);

function attach(comments: readonly PlacedComment[], { lines, previous, next }: Neighbours): void {
  const [first, ...rest] = comments;
  if (first === undefined) return;
  const below = rest.map(padded).join("");
  const gap = previous === undefined ? 0 : first.line - lines.line(previous.end);
  if (previous !== undefined && gap === 0 && TAKES_COMMENT_BEHIND.has(previous.kind)) {
    previous.latePost = { text: first.text + below, column: first.column };
  } else if (previous?.kind === "scalar") {
    previous.latePost = { text: "\n".repeat(gap) + padded(first) + below, column: first.column };
  } else {
    next.comment = { ...next.comment, pre: comments.map(({ text, column }) => ({ text, column })) };
  }
}

/** Only empty lines right below a block scalar make it take all comments that follow. */
function attachToBlockScalar(scalar: Token, comments: readonly PlacedComment[]): void {
  const text = "\n".repeat(scalar.trailingBreaks ?? 0) + comments.map(padded).join("");
  scalar.comment = { post: { text, column: 0 } };
}

function trimmed(comment: PlacedComment): PlacedComment {
  return { ...comment, text: comment.text.replace(/ +$/, "") };
}

function padded({ text, column }: Comment): string {
  return " ".repeat(column) + text;
}
