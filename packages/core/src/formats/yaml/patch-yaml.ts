import type { YamlDocument } from "./parse-yaml.ts";
import { printDocument } from "./print/print-document.ts";
import { printYaml } from "./print-yaml.ts";
import { readsBackAs } from "./reads-back-as.ts";
import { isNothing } from "./reprint-yaml.ts";
import { applyDiff } from "./tree/apply-diff.ts";
import { dropLostComments } from "./tree/drop-lost-comments.ts";
import type { YamlValue } from "./yaml-value.ts";

/**
 * Prints a document with a new value, as DVC updates a file: entries that stay keep their place, comments and style,
 * changed scalars are replaced where they stand, entries that are gone are dropped with their comments, and new ones
 * are appended to their mapping. Sequences of equal length are patched item by item, others are replaced as a whole.
 *
 * Where DVC would write a text that does not read back as the value, the comments in the way are dropped, or else all of
 * them.
 */
export function patchYaml(document: YamlDocument, value: YamlValue): string {
  const tree = document.tree();
  if (tree === undefined || isNothing(tree) || !applyDiff(tree, value)) return printYaml(value);
  const exact = printDocument(tree);
  if (readsBackAs(exact, value)) return exact;
  const fresh = printYaml(value);
  // A value that cannot be read back from any text is none of the comments' fault.
  if (!readsBackAs(fresh, value)) return exact;
  dropLostComments(tree);
  const repaired = printDocument(tree);
  return readsBackAs(repaired, value) ? repaired : fresh;
}
