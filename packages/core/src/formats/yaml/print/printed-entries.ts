import type { NodeComment } from "../tree/comment.ts";
import type { MappingNode, ScalarNode, SequenceItem, SequenceNode, YamlNode } from "../tree/yaml-node.ts";

/** An entry as it is printed. */
export interface PrintedEntry {
  readonly key: YamlNode;
  readonly node: YamlNode;
  readonly keyComment?: NodeComment | undefined;
  readonly valueComment?: NodeComment | undefined;
}

/** The entries of a mapping in the order of printing: without those that `<<` brings in, but with `<<` itself. */
export function printedEntries(node: MappingNode): readonly PrintedEntry[] {
  const { merge } = node;
  if (merge === undefined) return [...node.entries.values()];
  const entries: PrintedEntry[] = [...node.entries.values()].filter((entry) => entry.own);
  entries.splice(merge.position, 0, { key: mergeKey(), node: merge.node });
  return entries;
}

/** Says whether a comment behind the `|` of an item makes ruamel.yaml forget the other comments of a sequence. */
export function forgetsComments(node: SequenceNode): boolean {
  return node.items.some((item) => item.headerComment !== undefined);
}

/** The items of a sequence with the comments that are printed. */
export function printedItems(node: SequenceNode): readonly SequenceItem[] {
  return forgetsComments(node) ? node.items.map((item) => ({ node: item.node, comment: undefined })) : node.items;
}

/** A new one each time: nodes are compared by identity, and a node that is printed twice becomes an alias. */
function mergeKey(): ScalarNode {
  return { kind: "scalar", value: "<<", text: "<<", type: "merge", style: "" };
}
