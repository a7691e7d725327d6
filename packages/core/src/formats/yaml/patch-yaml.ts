import type { YamlDocument } from "./parse-yaml.ts";
import { printDocument } from "./print/print-document.ts";
import { printYaml } from "./print-yaml.ts";
import { isNothing } from "./reprint-yaml.ts";
import { applyDiff } from "./tree/apply-diff.ts";
import type { YamlValue } from "./yaml-value.ts";

/**
 * Prints a document with a new value, as DVC updates a file: entries that stay keep their place, comments and style,
 * changed scalars are replaced where they stand, entries that are gone are dropped with their comments, and new ones
 * are appended to their mapping. Sequences of equal length are patched item by item, others are replaced as a whole.
 */
export function patchYaml(document: YamlDocument, value: YamlValue): string {
  const tree = document.tree();
  if (tree === undefined || isNothing(tree) || !applyDiff(tree, value)) return printYaml(value);
  return printDocument(tree);
}
