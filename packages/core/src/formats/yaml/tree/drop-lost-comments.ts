import type { MappingEntry, SequenceItem, YamlNode } from "./yaml-node.ts";

/**
 * Drops the comments of collections that have become empty. ruamel.yaml prints such a comment, and then the `{}` or
 * `[]` in a place where it cannot be read back, as it prints what follows.
 */
export function dropLostComments(root: YamlNode, seen: Set<YamlNode> = new Set()): void {
  if (root.kind === "scalar" || seen.has(root)) return;
  seen.add(root);
  if (root.kind === "sequence") {
    root.items = root.items.map((item) => (isEmptied(item.node) ? bareItem(item) : item));
  } else {
    for (const [identity, entry] of root.entries) {
      if (isEmptied(entry.node)) root.entries.set(identity, bareEntry(entry));
    }
  }
  const children = root.kind === "sequence" ? root.items : [...root.entries.values()];
  for (const child of children) dropLostComments(child.node, seen);
}

function isEmptied(node: YamlNode): boolean {
  if (node.kind === "sequence") return node.items.length === 0;
  return node.kind === "mapping" && node.entries.size === 0 && node.merge === undefined;
}

function bareItem({ node }: SequenceItem): SequenceItem {
  return { node: withoutComment(node), comment: undefined };
}

function bareEntry({ key, node, keyComment, own }: MappingEntry): MappingEntry {
  return { key, node: withoutComment(node), keyComment, own };
}

function withoutComment(node: YamlNode): YamlNode {
  return node.kind === "scalar" ? node : { ...node, comment: undefined };
}
