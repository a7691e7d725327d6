import type { NodeComment } from "../tree/comment.ts";
import { keyIdentity } from "../tree/key-identity.ts";
import { valueOfNode } from "../tree/value-of-tree.ts";
import type {
  MappingEntry,
  MappingNode,
  Merge,
  ScalarNode,
  SequenceItem,
  SequenceNode,
  YamlNode,
} from "../tree/yaml-node.ts";
import { constructScalar } from "./construct-scalar.ts";
import type { ParsedMapping, ParsedNode, ParsedPair, ParsedScalar, ParsedSequence } from "./parsed-node.ts";
import type { TokenComment } from "./token.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** The nodes made so far, so that an alias gives the node of its anchor. */
type Made = Map<ParsedNode, YamlNode>;

/**
 * Makes the tree of a parsed document, and gives each comment its place in it.
 *
 * @throws YamlProblem for duplicate keys, impossible merges and impossible numbers or dates
 */
export function construct(root: ParsedNode): YamlNode {
  return constructNode(root, new Map());
}

function constructNode(parsed: ParsedNode, made: Made): YamlNode {
  const known = made.get(parsed);
  if (known !== undefined) return known;
  const node =
    parsed.kind === "scalar"
      ? constructScalar(parsed)
      : parsed.kind === "sequence"
        ? constructSequence(parsed, made)
        : constructMapping(parsed, made);
  made.set(parsed, node);
  return node;
}

function constructSequence(parsed: ParsedSequence, made: Made): SequenceNode {
  const comment = ownComment(parsed.comment);
  const items = parsed.items.map((child) => constructItem(child, made));
  return { kind: "sequence", ...collectionProps(parsed), items, comment };
}

function constructItem(child: ParsedNode, made: Made): SequenceItem {
  const comment = placeComment(child.comment);
  // From here on the comment belongs to the place, and not to the child.
  child.comment = undefined;
  const node = constructNode(child, made);
  if (node.kind !== "scalar" || node.headerComment === undefined) return { node, comment };
  const { headerComment, ...bare } = node;
  return { node: bare, comment, headerComment };
}

function constructMapping(parsed: ParsedMapping, made: Made): MappingNode {
  const comment = ownComment(parsed.comment);
  const entries = new Map<string, MappingEntry>();
  let merge: Merge | undefined;
  let index = 0;
  for (const pair of parsed.pairs) {
    if (isMergeKey(pair.key)) {
      if (merge !== undefined) throw new YamlProblem('the key "<<" stands twice in a mapping', pair.key.start);
      merge = { position: index, node: constructMerge(pair, made) };
      continue;
    }
    addEntry(entries, pair, made);
    index += 1;
  }
  if (merge !== undefined) addMerged(entries, merge.node);
  const props = collectionProps(parsed);
  return { kind: "mapping", ...props, entries, deleted: new Map(), comment, ...(merge === undefined ? {} : { merge }) };
}

function addEntry(entries: Map<string, MappingEntry>, pair: ParsedPair, made: Made): void {
  const key = constructKey(pair.key, made);
  const node = constructNode(pair.value, made);
  const identity = keyIdentity(valueOfNode(key));
  if (entries.has(identity)) {
    const name = key.kind === "scalar" ? JSON.stringify(key.text) : "that is a collection";
    throw new YamlProblem(`the key ${name} stands twice in a mapping`, pair.key.start);
  }
  const keyComment = placeComment(pair.key.comment);
  const valueComment = placeComment(pair.value.comment);
  entries.set(identity, { key, node, keyComment, valueComment, own: true });
}

/** As a key, `=` is an ordinary string. */
function constructKey(parsed: ParsedNode, made: Made): YamlNode {
  const key = constructNode(parsed, made);
  if (key.kind !== "scalar" || key.type !== "value") return key;
  return { ...key, type: "str" } satisfies ScalarNode;
}

function isMergeKey(key: ParsedNode): key is ParsedScalar {
  return key.kind === "scalar" && key.text === "<<" && key.style === "" && key.tag === undefined;
}

function constructMerge({ value }: ParsedPair, made: Made): YamlNode {
  const sources = value.kind === "sequence" ? value.items : [value];
  for (const source of sources) {
    if (source.kind !== "mapping") throw new YamlProblem('"<<" takes a mapping or a list of mappings', source.start);
  }
  return constructNode(value, made);
}

/** Adds what `<<` brings in behind the own entries; the first of several mappings wins. */
function addMerged(entries: Map<string, MappingEntry>, node: YamlNode): void {
  const sources = node.kind === "sequence" ? node.items.map((item) => item.node) : [node];
  for (const source of sources) {
    if (source.kind !== "mapping") continue;
    for (const [identity, { key, node: value }] of source.entries) {
      if (entries.has(identity)) continue;
      // A key of its own, which is not an alias if it comes to be printed here.
      entries.set(identity, { key: { ...key }, node: value, own: false });
    }
  }
}

/** An anchor of this form is one that ruamel.yaml made up, and is made up again. */
const GENERATED_ANCHOR = /^id(?!000$)\d{3,}/;

function collectionProps({ flow, anchor, tag, ...parsed }: ParsedSequence | ParsedMapping): CollectionProps {
  const isEmpty = parsed.kind === "sequence" ? parsed.items.length === 0 : parsed.pairs.length === 0;
  return {
    flow: isEmpty ? undefined : flow,
    ...(anchor === undefined || GENERATED_ANCHOR.test(anchor) ? {} : { anchor }),
    ...(tag === undefined || tag === "!" || tag === "!!map" || tag === "!!seq" ? {} : { tag }),
  };
}

interface CollectionProps {
  readonly flow: boolean | undefined;
  readonly anchor?: string;
  readonly tag?: string;
}

function ownComment(comment: TokenComment | undefined): NodeComment | undefined {
  return comment && { post: comment.post, pre: comment.pre, end: comment.end };
}

function placeComment(comment: TokenComment | undefined): NodeComment | undefined {
  return comment && { post: comment.post, pre: comment.pre };
}
