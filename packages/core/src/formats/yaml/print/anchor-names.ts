import type { YamlNode } from "../tree/yaml-node.ts";
import { printedEntries } from "./printed-entries.ts";

/**
 * Names the nodes that are printed with an anchor: scalars that had one, and whatever is printed more than once.
 * A collection that nothing refers to loses its anchor.
 */
export function anchorNames(root: YamlNode): ReadonlyMap<YamlNode, string> {
  const survey: Survey = { names: new Map(), seen: new Set(), generated: 0 };
  visit(survey, root);
  return survey.names;
}

interface Survey {
  readonly names: Map<YamlNode, string>;
  readonly seen: Set<YamlNode>;
  generated: number;
}

function visit(survey: Survey, node: YamlNode): void {
  // Nulls are written out each time.
  if (node.kind === "scalar" && node.value === null) return;
  if (survey.seen.has(node)) {
    nameShared(survey, node);
    return;
  }
  survey.seen.add(node);
  if (node.kind === "scalar" && node.anchor !== undefined) survey.names.set(node, node.anchor);
  for (const child of children(node)) visit(survey, child);
}

function nameShared(survey: Survey, node: YamlNode): void {
  if (survey.names.has(node)) return;
  if (node.anchor === undefined) survey.generated += 1;
  survey.names.set(node, node.anchor ?? `id${String(survey.generated).padStart(3, "0")}`);
}

function children(node: YamlNode): readonly YamlNode[] {
  if (node.kind === "scalar") return [];
  if (node.kind === "sequence") return node.items.map((item) => item.node);
  return printedEntries(node).flatMap((entry) => [entry.key, entry.node]);
}
