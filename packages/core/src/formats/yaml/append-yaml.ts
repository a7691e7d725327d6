import { parseYaml, type YamlDocument } from "./parse-yaml.ts";
import { patchYaml } from "./patch-yaml.ts";
import { printDocument } from "./print/print-document.ts";
import { readsBackAs } from "./reads-back-as.ts";
import { keyIdentity } from "./tree/key-identity.ts";
import { treeOfValue } from "./tree/tree-of-value.ts";
import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "./yaml-value.ts";

/**
 * Prints a document with one more item at the end of a sequence of its mapping; all else keeps its place and its
 * comments, which patchYaml does not do for a sequence that grows.
 *
 * @param key of the sequence; a new one is made if there is none
 */
export function appendYaml(document: YamlDocument, key: string, item: YamlValue): string {
  const expected = withItem(document.value, key, item);
  const tree = document.tree();
  const sequence = tree?.kind === "mapping" ? tree.entries.get(keyIdentity(key))?.node : undefined;
  if (tree === undefined || sequence?.kind !== "sequence") return patchYaml(document, expected);
  sequence.items.push({ node: treeOfValue(item), comment: undefined });
  const text = printDocument(tree);
  return readsBackAs(text, expected) ? text : patchYaml(parseYaml(document.text, document), expected);
}

function withItem(value: YamlValue, key: string, item: YamlValue): YamlMap {
  const map: YamlMap = isYamlMap(value) ? value : new Map();
  const before = map.get(key);
  return new Map([...map, [key, [...(isYamlSequence(before) ? before : []), item]] as const]);
}
