import type { ParsedNode } from "./parsed-node.ts";
import type { Token, TokenComment, TokenKind } from "./token.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** Reads the tokens of a document one after the other. */
export interface TokenReader {
  /** The next token; the last one is `end`. */
  peek(): Token;
  take(): Token;
  nextIs(...kinds: readonly TokenKind[]): boolean;
  /** The nodes that have an anchor, by name; undefined while a node is not complete. */
  readonly anchors: Map<string, ParsedNode | undefined>;
}

/** Starts reading. */
export function readTokens(tokens: readonly Token[]): TokenReader {
  let at = 0;
  const peek = (): Token => {
    const token = tokens[at];
    if (token === undefined) throw new YamlProblem("the text ends too early", tokens.at(-1)?.end ?? 0);
    return token;
  };
  return {
    peek,
    take: () => {
      const token = peek();
      at += 1;
      if (token.latePost !== undefined) {
        token.comment ??= {};
        token.comment.post = token.latePost;
      }
      return token;
    },
    nextIs: (...kinds) => kinds.includes(peek().kind),
    anchors: new Map(),
  };
}

/**
 * Hands the comments of a token on to the next one, as from a `-` to its item. `fromValue` tells that the token is a
 * `:` whose value has a line of its own.
 *
 * @throws YamlProblem where ruamel.yaml fails for having two comments and one place
 */
export function moveComment(
  from: Token,
  to: Token,
  { fromValue }: { fromValue: boolean } = { fromValue: false },
): void {
  const comment = from.comment;
  if (comment === undefined || to.kind === "end" || to.kind === "documentStart") return;
  from.comment = undefined;
  if (to.comment === undefined) {
    to.comment = fromValue ? { ...comment, fromValue } : comment;
    return;
  }
  to.comment = merged(comment, to.comment, to.start);
}

function merged(comment: TokenComment, into: TokenComment, offset: number): TokenComment {
  const { post, pre } = comment;
  const above = pre !== undefined && into.pre !== undefined ? [...pre, ...into.pre] : undefined;
  if (post !== undefined && into.post !== undefined && above === undefined) {
    throw new YamlProblem("two comments compete for one place", offset);
  }
  into.post = post ?? into.post;
  into.pre = above ?? pre ?? into.pre;
  return into;
}
