import type { YamlNode } from "./yaml-node.ts";

/** How many nodes a document may have when each alias is counted as what it stands for. */
const MAX_NODES = 10_000_000;

/** Says whether a tree stays small when its aliases are written out, so that walking its value ends. */
export function isSmallEnough(root: YamlNode): boolean {
  const sizes = new Map<YamlNode, number>();
  const sizeOf = (node: YamlNode): number => {
    if (node.kind === "scalar") return 1;
    let size = sizes.get(node);
    if (size === undefined) {
      const children = node.kind === "sequence" ? node.items : [...node.entries.values()];
      size = children.reduce((sum, child) => sum + sizeOf(child.node), 1);
      sizes.set(node, size);
    }
    return size;
  };
  return sizeOf(root) <= MAX_NODES;
}
