import type { YamlDocument } from "./parse-yaml.ts";
import { printDocument } from "./print/print-document.ts";
import { printYaml } from "./print-yaml.ts";
import type { YamlNode } from "./tree/yaml-node.ts";

/**
 * Prints a document again without a change, as DVC does when it loads and dumps it: comments, flow style, block scalars
 * and the notation of numbers stay, quotes and indentation are made anew. A document that holds nothing, or nothing but
 * comments, becomes an empty mapping.
 */
export function reprintYaml(document: YamlDocument): string {
  const tree = document.tree();
  return tree === undefined || isNothing(tree) ? printYaml(new Map()) : printDocument(tree);
}

/** What is false in Python. */
export function isNothing(node: YamlNode): boolean {
  if (node.kind === "sequence") return node.items.length === 0;
  if (node.kind === "mapping") return node.entries.size === 0;
  const { value } = node;
  return value === null || value === false || value === "" || value === 0;
}
