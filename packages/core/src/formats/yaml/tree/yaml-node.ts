import type { PlainType } from "../scalar/plain-type.ts";
import type { YamlValue } from "../yaml-value.ts";
import type { NodeComment } from "./comment.ts";

/**
 * A document as a tree that remembers what survives a round trip through ruamel.yaml. An alias is the very node that
 * its anchor names, so nodes are compared by identity. The tree is made for one patch, and is changed by it.
 */
export type YamlNode = ScalarNode | SequenceNode | MappingNode;

/** A block scalar's style is kept. Quotes are chosen anew when printing, but for scalars with a tag of their own. */
export type ScalarStyle = "" | "|" | ">" | "'" | '"';

export interface ScalarNode {
  readonly kind: "scalar";
  readonly value: YamlValue;
  /** The text to print: of a number, in the notation of the source. Folds of a `>` scalar are marked by BEL. */
  readonly text: string;
  readonly type: PlainType;
  readonly style: ScalarStyle;
  /** An explicit tag as written, such as `!mine`. */
  readonly tag?: string;
  readonly anchor?: string;
  /** The comment behind the `|` or `>`, with the blanks before it. */
  readonly headerComment?: string;
}

export interface SequenceNode extends Collection {
  readonly kind: "sequence";
  items: SequenceItem[];
}

export interface SequenceItem {
  node: YamlNode;
  comment: NodeComment | undefined;
  /** The comment behind the `|` or `>` of the item. It is not printed; see printedItems(). */
  readonly headerComment?: string;
}

export interface MappingNode extends Collection {
  readonly kind: "mapping";
  /** By key identity, see keyIdentity(); in the order of printing. */
  readonly entries: Map<string, MappingEntry>;
  merge?: Merge;
  /** Entries that were deleted: in a mapping with aliases they may come back, and then have their comments again. */
  readonly deleted: Map<string, MappingEntry>;
}

export interface MappingEntry {
  readonly key: YamlNode;
  node: YamlNode;
  readonly keyComment?: NodeComment | undefined;
  readonly valueComment?: NodeComment | undefined;
  /** False if the entry came in through `<<` and is not printed here. */
  own: boolean;
}

/** The `<<` of a mapping. */
export interface Merge {
  /** How many own entries are printed before it. */
  position: number;
  /** What stands behind `<<`: a mapping, or a sequence of mappings. */
  readonly node: YamlNode;
}

interface Collection {
  /** Undefined: block style unless empty. */
  readonly flow: boolean | undefined;
  readonly tag?: string;
  readonly anchor?: string;
  readonly comment: NodeComment | undefined;
}
