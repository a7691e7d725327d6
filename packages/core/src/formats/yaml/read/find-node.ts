import type { ParsedMapping, ParsedNode } from "./parsed-node.ts";

/** Finds the node at a path of keys and indexes; undefined if there is none. */
export function findNode(root: ParsedNode, path: readonly (string | number)[]): ParsedNode | undefined {
  let node: ParsedNode | undefined = root;
  for (const step of path) {
    if (node?.kind === "sequence") node = typeof step === "number" ? node.items[step] : undefined;
    else if (node?.kind === "mapping") node = findEntry(node, String(step));
    else return undefined;
  }
  return node;
}

/** Looks among the own entries first, then in what `<<` brings in. */
function findEntry(mapping: ParsedMapping, name: string): ParsedNode | undefined {
  const entry = (text: string): ParsedNode | undefined =>
    mapping.pairs.find(({ key }) => key.kind === "scalar" && key.text === text)?.value;
  return entry(name) ?? findMerged(entry("<<"), name);
}

function findMerged(merge: ParsedNode | undefined, name: string): ParsedNode | undefined {
  const sources = merge?.kind === "sequence" ? merge.items : [merge];
  for (const source of sources) {
    const found = source?.kind === "mapping" ? findEntry(source, name) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}
