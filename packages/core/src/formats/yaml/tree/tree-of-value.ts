import { floatText } from "../scalar/float-text.ts";
import { isYamlFloat, isYamlMap, isYamlSequence, isYamlTimestamp, type YamlValue } from "../yaml-value.ts";
import { keyIdentity } from "./key-identity.ts";
import type { MappingEntry, ScalarNode, YamlNode } from "./yaml-node.ts";

/** Makes the tree of a value that comes from no document: block style, without comments. */
export function treeOfValue(value: YamlValue): YamlNode {
  if (isYamlSequence(value)) {
    const items = value.map((item) => ({ node: treeOfValue(item), comment: undefined }));
    return { kind: "sequence", items, flow: undefined, comment: undefined };
  }
  if (isYamlMap(value)) {
    const entries = new Map<string, MappingEntry>();
    for (const [key, item] of value) entries.set(keyIdentity(key), newEntry(key, treeOfValue(item)));
    return { kind: "mapping", entries, deleted: new Map(), flow: undefined, comment: undefined };
  }
  return scalarOfValue(value);
}

/** Makes an entry for a key that the document does not have. */
export function newEntry(key: YamlValue, node: YamlNode): MappingEntry {
  return { key: treeOfValue(key), node, own: true };
}

type ScalarValue = Exclude<YamlValue, readonly YamlValue[] | ReadonlyMap<YamlValue, YamlValue>>;

function scalarOfValue(value: ScalarValue): ScalarNode {
  const style = "";
  if (value === null) return { kind: "scalar", value, text: "", type: "null", style };
  if (typeof value === "string") return { kind: "scalar", value, text: value, type: "str", style };
  if (typeof value === "boolean") return { kind: "scalar", value, text: String(value), type: "bool", style };
  if (isYamlFloat(value)) return { kind: "scalar", value, text: floatText(value.value), type: "float", style };
  if (isYamlTimestamp(value)) return { kind: "scalar", value, text: value.text, type: "timestamp", style };
  return { kind: "scalar", value, text: String(value), type: "int", style };
}
