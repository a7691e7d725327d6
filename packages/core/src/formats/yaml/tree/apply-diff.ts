import { isYamlMap, isYamlSequence, type YamlMap, type YamlValue } from "../yaml-value.ts";
import { keyIdentity } from "./key-identity.ts";
import { newEntry, treeOfValue } from "./tree-of-value.ts";
import type { MappingNode, ScalarNode, SequenceNode, YamlNode } from "./yaml-node.ts";

/**
 * Changes a tree until it has a value, touching as little as DVC does: what stays keeps its place, comments and style;
 * new keys come last; a sequence of another length is replaced as a whole, and loses the comments of its items.
 * Returns false, and changes nothing, unless both are mappings or both are sequences.
 */
export function applyDiff(node: YamlNode, value: YamlValue): boolean {
  if (node.kind === "mapping" && isYamlMap(value)) patchMapping(node, value);
  else if (node.kind === "sequence" && isYamlSequence(value)) patchSequence(node, value);
  else return false;
  return true;
}

function patchMapping(node: MappingNode, value: YamlMap): void {
  const wanted = new Set<string>();
  for (const [key, item] of value) {
    const identity = keyIdentity(key);
    wanted.add(identity);
    const entry = node.entries.get(identity);
    if (entry === undefined) {
      node.entries.set(identity, { ...node.deleted.get(identity), ...newEntry(key, treeOfValue(item)) });
    } else if (!applyDiff(entry.node, item) && !isSame(entry.node, item)) {
      entry.node = replacement(entry.node, item);
      entry.own = true;
    }
  }
  for (const identity of [...node.entries.keys()]) {
    if (!wanted.has(identity)) deleteEntry(node, identity);
  }
}

/** The `<<` moves up when an entry above it goes. */
function deleteEntry(node: MappingNode, identity: string): void {
  const position = [...node.entries.keys()].indexOf(identity);
  if (node.merge !== undefined && node.merge.position > position) node.merge.position -= 1;
  const entry = node.entries.get(identity);
  if (entry !== undefined) node.deleted.set(identity, entry);
  node.entries.delete(identity);
}

function patchSequence(node: SequenceNode, value: readonly YamlValue[]): void {
  if (node.items.length !== value.length) {
    node.items = value.map((item) => ({ node: treeOfValue(item), comment: undefined }));
    return;
  }
  value.forEach((item, i) => {
    const place = node.items[i];
    if (place === undefined || applyDiff(place.node, item) || isSame(place.node, item)) return;
    place.node = replacement(place.node, item);
  });
}

/** Compares as Python does: `1`, `1.0` and `true` are equal; a scalar with a tag equals nothing. */
function isSame(node: YamlNode, value: YamlValue): boolean {
  if (node.kind !== "scalar" || isYamlMap(value) || isYamlSequence(value)) return false;
  if (node.tag !== undefined || node.type === "value" || node.type === "merge") return false;
  return keyIdentity(node.value) === keyIdentity(value);
}

/** The node for a new value; a string that takes the place of a block scalar is one too. */
function replacement(old: YamlNode, value: YamlValue): YamlNode {
  if (typeof value !== "string" || old.kind !== "scalar" || !isBlock(old)) return treeOfValue(value);
  const { style, headerComment } = old;
  const header = headerComment === undefined ? {} : { headerComment };
  return { kind: "scalar", value, text: value, type: "str", style, ...header };
}

function isBlock({ tag, style }: ScalarNode): boolean {
  return tag === undefined && (style === "|" || style === ">");
}
