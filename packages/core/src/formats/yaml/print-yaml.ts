import { printDocument } from "./print/print-document.ts";
import { treeOfValue } from "./tree/tree-of-value.ts";
import type { YamlValue } from "./yaml-value.ts";

/**
 * Prints a value as a YAML document, byte for byte as DVC writes a new file: block style, sequences in the column of
 * their key, quotes only where needed, folded at column 80, ending in a line break.
 */
export function printYaml(value: YamlValue): string {
  return printDocument(treeOfValue(value));
}
