import type { ScalarStyle } from "../tree/yaml-node.ts";
import type { TokenComment } from "./token.ts";

/** A node as it stands in the text. An alias is the very node of its anchor. */
export type ParsedNode = ParsedScalar | ParsedSequence | ParsedMapping;

interface Parsed {
  /** Where it begins, its anchor and tag included. */
  readonly start: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
  comment: TokenComment | undefined;
}

export interface ParsedScalar extends Parsed {
  readonly kind: "scalar";
  readonly text: string;
  readonly style: ScalarStyle;
  readonly headerComment: string | undefined;
}

export interface ParsedSequence extends Parsed {
  readonly kind: "sequence";
  readonly flow: boolean;
  readonly items: ParsedNode[];
}

export interface ParsedMapping extends Parsed {
  readonly kind: "mapping";
  readonly flow: boolean;
  readonly pairs: ParsedPair[];
}

export interface ParsedPair {
  readonly key: ParsedNode;
  readonly value: ParsedNode;
}
