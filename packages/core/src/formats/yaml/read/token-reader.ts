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

/** How a comment is handed on. */
export interface MoveOptions {
  /** Whether the token is the `:` before a value. Default false. */
  readonly isValue?: boolean;
  /** Whether the comment is lost, rather than an error, when its new place is taken. Default false. */
  readonly mayDrop?: boolean;
}

/**
 * Hands the comments of a token on to the next one, as from a `-` to its item.
 *
 * @throws YamlProblem where ruamel.yaml fails for having two comments and one place
 */
export function moveComment(from: Token, to: Token, { isValue = false, mayDrop = false }: MoveOptions = {}): void {
  const { comment } = from;
  if (comment === undefined || to.kind === "end" || to.kind === "documentStart") return;
  from.comment = undefined;
  if (to.comment === undefined) to.comment = isValue ? { ...comment, fromValue: true } : comment;
  else if (merge(comment, to.comment) || mayDrop) return;
  else throw new YamlProblem("two comments compete for one place", to.start);
}

/** Adds a comment to another one; false if both stand behind their token. */
function merge({ post, pre }: TokenComment, into: TokenComment): boolean {
  const above = pre !== undefined && into.pre !== undefined ? [...pre, ...into.pre] : undefined;
  if (post !== undefined && into.post !== undefined && above === undefined) return false;
  into.post = post ?? into.post;
  into.pre = above ?? pre ?? into.pre;
  return true;
}
