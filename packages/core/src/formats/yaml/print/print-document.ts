import type { YamlNode } from "../tree/yaml-node.ts";
import { anchorNames } from "./anchor-names.ts";
import { printNode } from "./print-node.ts";
import { newPrinter, writeIndent, writeIndicator } from "./printer.ts";

/** Prints a tree as a document, byte for byte as ruamel.yaml's round-trip dumper in block style does. */
export function printDocument(root: YamlNode): string {
  const p = newPrinter(anchorNames(root));
  // A lone null is spelled out, though everywhere else it is nothing.
  const node: YamlNode = root.kind === "scalar" && root.type === "null" ? { ...root, text: "null" } : root;
  printNode(p, { node, comment: root.kind === "scalar" ? undefined : root.comment }, { root: true });
  writeIndent(p);
  if (p.openEnded) {
    writeIndicator(p, "...", { spaced: true });
    writeIndent(p);
  }
  return p.text;
}
