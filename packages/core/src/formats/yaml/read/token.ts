import type { Comment } from "../tree/comment.ts";
import type { ScalarStyle } from "../tree/yaml-node.ts";

/** The kinds of token; `mapStart`, `sequenceStart`, `blockEnd`, `end` and most `key` have no text of their own. */
export type TokenKind =
  | "directive"
  | "documentStart"
  | "documentEnd"
  | "mapStart"
  | "sequenceStart"
  | "blockEnd"
  | "key"
  | "value"
  | "entry"
  | "flowMapStart"
  | "flowMapEnd"
  | "flowSequenceStart"
  | "flowSequenceEnd"
  | "comma"
  | "anchor"
  | "tag"
  | "alias"
  | "scalar"
  | "end";

/** One token of a document. Comments travel from token to token while the nodes are composed. */
export interface Token {
  readonly kind: TokenKind;
  /** From and to this offset; the same for a token without text. */
  readonly start: number;
  readonly end: number;
  /** Of a scalar its value, of the others what stands behind `&`, `*` or `!`. */
  readonly text: string;
  readonly style: ScalarStyle;
  /** The comment behind the `|` or `>` of a block scalar. */
  readonly headerComment?: string;
  /** How many empty lines follow a block scalar that are not part of it. */
  readonly trailingBreaks?: number;
  comment: TokenComment | undefined;
  /** What follows in the same line and below; it replaces `comment.post` when the token is taken. */
  latePost?: Comment;
}

/** The comments that hang on a token, and later on its node. */
export interface TokenComment {
  post?: Comment | undefined;
  pre?: Comment[] | undefined;
  end?: readonly Comment[] | undefined;
  /** Set when it came from a `:` to the node behind it; such a collection has no room for comments at its end. */
  readonly fromValue?: boolean;
}
