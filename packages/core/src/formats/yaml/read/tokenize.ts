import { CST } from "yaml";
import type { ScalarStyle } from "../tree/yaml-node.ts";
import { readBlockScalar } from "./read-block-scalar.ts";
import type { Token, TokenKind } from "./token.ts";
import { YamlProblem } from "./yaml-problem.ts";

/** Collects the tokens; the syntax tree may have blanks where the source has line breaks. */
interface Tokenizer {
  readonly source: string;
  readonly tokens: Token[];
}

/**
 * Turns the syntax tree of one document into the tokens that ruamel.yaml would see, in order: blocks get a start and
 * an end, and implicit keys a mark. Comments and blanks are left out.
 *
 * @throws YamlProblem for scalars that YAML does not allow
 */
export function tokenize(source: string, tree: readonly CST.Token[]): readonly Token[] {
  const t: Tokenizer = { source, tokens: [] };
  for (const top of tree) {
    if (top.type === "document") {
      addIndicators(t, top.start);
      if (top.value !== undefined) addNode(t, top.value, -1);
    } else if (top.type === "doc-end" || top.type === "directive") {
      const kind = top.type === "directive" ? "directive" : "documentEnd";
      add(t, kind, { start: top.offset, end: top.offset + top.source.length });
    }
  }
  add(t, "end", { start: source.length, end: source.length });
  return t.tokens;
}

interface Extent {
  readonly start: number;
  readonly end: number;
  readonly text?: string;
  readonly style?: ScalarStyle;
}

function add(t: Tokenizer, kind: TokenKind, extent: Extent): Token {
  const token: Token = { kind, text: "", style: "", ...extent, comment: undefined };
  t.tokens.push(token);
  return token;
}

function addMark(t: Tokenizer, kind: TokenKind, offset: number): void {
  add(t, kind, { start: offset, end: offset });
}

const INDICATORS: Readonly<Partial<Record<CST.SourceToken["type"], TokenKind>>> = {
  "doc-start": "documentStart",
  anchor: "anchor",
  tag: "tag",
  "seq-item-ind": "entry",
  "explicit-key-ind": "key",
  "map-value-ind": "value",
  comma: "comma",
};

function addIndicators(t: Tokenizer, sources: readonly CST.SourceToken[]): void {
  for (const { type, offset, source } of sources) {
    const kind = INDICATORS[type];
    if (kind === undefined) continue;
    const text = kind === "anchor" ? source.slice(1) : source;
    add(t, kind, { start: offset, end: offset + source.length, text });
  }
}

/** Adds a node that stands in a block whose entries are in the column `parentIndent`. */
function addNode(t: Tokenizer, node: CST.Token, parentIndent: number): void {
  switch (node.type) {
    case "block-map":
      addBlockMap(t, node);
      break;
    case "block-seq":
      addBlockSequence(t, node, parentIndent);
      break;
    case "flow-collection":
      addFlowCollection(t, node, parentIndent);
      break;
    case "block-scalar":
      addBlockScalar(t, node, parentIndent);
      break;
    case "alias":
      add(t, "alias", { start: node.offset, end: node.offset + node.source.length, text: node.source.slice(1) });
      break;
    case "scalar":
    case "single-quoted-scalar":
    case "double-quoted-scalar":
      addFlowScalar(t, node);
      break;
    default:
      throw new YamlProblem("something stands here that is not YAML", node.offset);
  }
}

function addFlowScalar(t: Tokenizer, node: CST.FlowScalar): void {
  const { offset, source, type } = node;
  if (source === "") return;
  const original = t.source.slice(offset, offset + source.length);
  const isCut = original.replaceAll("\n", " ") !== source.replaceAll("\n", " ");
  if (isCut) throw new YamlProblem("text goes on behind a comment", offset);
  const tab = type === "scalar" ? source.indexOf("\t") : -1;
  if (tab !== -1) throw new YamlProblem("a tab cannot stand within unquoted text", offset + tab);
  const text = CST.resolveAsScalar({ ...node, source: original }).value;
  const style = type === "scalar" ? "" : type === "single-quoted-scalar" ? "'" : '"';
  add(t, "scalar", { start: offset, end: offset + source.length, text, style });
}

function addBlockScalar(t: Tokenizer, node: CST.BlockScalar, parentIndent: number): void {
  const header = node.props.find((prop) => prop.type === "block-scalar-header");
  const start = header?.offset ?? node.offset;
  const scalar = readBlockScalar(t.source, start, parentIndent);
  const { text, end, headerComment, trailingBreaks } = scalar;
  const token: Token = {
    kind: "scalar",
    start,
    end,
    text,
    style: t.source[start] === "|" ? "|" : ">",
    trailingBreaks,
    comment: undefined,
    ...(headerComment === undefined ? {} : { headerComment }),
  };
  t.tokens.push(token);
}

function addBlockMap(t: Tokenizer, map: CST.BlockMap): void {
  // Items that hold nothing are the comments at the end.
  const items = map.items.filter((item) => startOf(partsOf(item)) !== undefined);
  items.forEach((item, i) => {
    const offset = startOf(partsOf(item)) ?? map.offset;
    if (i === 0) addMark(t, "mapStart", offset);
    addPair(t, item, { offset, parentIndent: map.indent });
  });
  addMark(t, "blockEnd", endOf(t));
}

interface PairPlace {
  /** Where an implicit key begins; undefined if there is no key. */
  readonly offset: number | undefined;
  readonly parentIndent: number;
}

function addPair(t: Tokenizer, { start, key, sep, value }: CST.CollectionItem, place: PairPlace): void {
  const isExplicit = holds(start, "explicit-key-ind");
  const hasKey = key != null || holds(start, "anchor") || holds(start, "tag");
  if (!isExplicit && hasKey && place.offset !== undefined) addImplicitKey(t, place.offset, sep);
  addIndicators(t, start);
  if (key != null) addNode(t, key, place.parentIndent);
  addIndicators(t, sep ?? []);
  if (value !== undefined) addNode(t, value, place.parentIndent);
}

function addImplicitKey(t: Tokenizer, offset: number, sep: readonly CST.SourceToken[] | undefined): void {
  const colon = sep?.find((source) => source.type === "map-value-ind")?.offset ?? offset;
  if (t.source.slice(offset, colon).includes("\n")) {
    throw new YamlProblem("a key must stand in one line with its colon", offset);
  }
  addMark(t, "key", offset);
}

function holds(sources: readonly CST.SourceToken[] | undefined, type: CST.SourceToken["type"]): boolean {
  return sources?.some((source) => source.type === type) ?? false;
}

function addBlockSequence(t: Tokenizer, sequence: CST.BlockSequence, parentIndent: number): void {
  // In the column of its key, a sequence is part of the mapping's block.
  const hasBlock = sequence.indent > parentIndent;
  if (hasBlock) addMark(t, "sequenceStart", sequence.offset);
  for (const { start, value } of sequence.items) {
    addIndicators(t, start);
    if (value !== undefined) addNode(t, value, sequence.indent);
  }
  if (hasBlock) addMark(t, "blockEnd", endOf(t));
}

function addFlowCollection(t: Tokenizer, flow: CST.FlowCollection, parentIndent: number): void {
  const isMap = flow.start.type === "flow-map-start";
  const { offset } = flow.start;
  add(t, isMap ? "flowMapStart" : "flowSequenceStart", { start: offset, end: offset + 1 });
  for (const item of flow.items) {
    const isComma = (source: CST.SourceToken): boolean => source.type === "comma";
    addIndicators(t, item.start.filter(isComma));
    const start = item.start.filter((source) => !isComma(source));
    // Without a colon it is a single item, or a key without value.
    const keyStart = holds(item.sep, "map-value-ind") ? startOf([...start, item.key]) : undefined;
    addPair(t, { ...item, start }, { offset: keyStart, parentIndent });
  }
  const end = flow.end[0];
  if (end === undefined) throw new YamlProblem("a bracket is not closed", offset);
  add(t, isMap ? "flowMapEnd" : "flowSequenceEnd", { start: end.offset, end: end.offset + 1 });
}

type Part = CST.Token | null | undefined;

/** Where the first of these begins that is more than a blank or a comment. */
function startOf(parts: readonly Part[]): number | undefined {
  for (const part of parts) {
    if (part == null || part.type === "space" || part.type === "newline" || part.type === "comment") continue;
    if (part.type !== "block-map" && part.type !== "block-seq") return part.offset;
    return startOf(part.items.flatMap(partsOf)) ?? part.offset;
  }
  return undefined;
}

function partsOf({ start, key, sep, value }: CST.CollectionItem): readonly Part[] {
  return [...start, key, ...(sep ?? []), value];
}

function endOf(t: Tokenizer): number {
  return t.tokens.at(-1)?.end ?? 0;
}
