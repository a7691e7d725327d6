import type { YamlNode } from "../tree/yaml-node.ts";
import { printedEntries } from "./printed-entries.ts";

/**
 * Names the nodes that are printed with an anchor: scalars that had one, and whatever is printed more than once.
 * A collection that nothing refers to loses its anchor.
 */
export function anchorNames(root: YamlNode): ReadonlyMap<YamlNode, string> {
  const names = new Map<YamlNode, string>();
  const seen = new Set<YamlNode>();
  let generated = 0;
  const visit = (node: YamlNode): void => {
    // Nulls are written out each time.
    if (node.kind === "scalar" && node.value === null) return;
    if (!seen.has(node)) {
      seen.add(node);
      if (node.kind === "scalar" && node.anchor !== undefined) names.set(node, node.anchor);
      for (const child of children(node)) visit(child);
    } else if (!names.has(node)) {
      if (node.anchor === undefined) generated += 1;
      names.set(node, node.anchor ?? `id${String(generated).padStart(3, "0")}`);
    }
  };
  visit(root);
  return names;
}

function children(node: YamlNode): readonly YamlNode[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence") return node.items.map((item) => item.node);
  return printedEntries(node).flatMap((entry) => [entry.key, entry.node]);
}
