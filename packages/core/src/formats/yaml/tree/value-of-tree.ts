import type { YamlValue } from "../yaml-value.ts";
import type { YamlNode } from "./yaml-node.ts";

/** The value of a node. What is an alias in the tree is the same object twice in the value. */
export function valueOfNode(root: YamlNode): YamlValue {
  const made = new Map<YamlNode, YamlValue>();
  const convert = (node: YamlNode): YamlValue => {
    if (node.kind === "scalar") return node.value;
    const known = made.get(node);
    if (known !== undefined) return known;
    const value =
      node.kind === "sequence"
        ? node.items.map((item) => convert(item.node))
        : new Map([...node.entries.values()].map((entry) => [convert(entry.key), convert(entry.node)]));
    made.set(node, value);
    return value;
  };
  return convert(root);
}
