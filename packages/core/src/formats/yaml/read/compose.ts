import type { ParsedMapping, ParsedNode, ParsedPair, ParsedScalar, ParsedSequence } from "./parsed-node.ts";
import type { Token, TokenComment } from "./token.ts";
import { moveComment, readTokens, type TokenReader } from "./token-reader.ts";
import { YamlProblem } from "./yaml-problem.ts";

/**
 * Composes the tokens of a document into nodes and hands their comments on as ruamel.yaml's parser does. Returns
 * undefined if there is no document.
 *
 * @throws YamlProblem if the tokens do not follow the grammar, or there is a second document
 */
export function compose(tokens: readonly Token[]): ParsedNode | undefined {
  const r = readTokens(tokens);
  while (r.nextIs("documentEnd")) r.take();
  if (r.nextIs("end")) return undefined;
  while (r.nextIs("directive")) r.take();
  if (r.nextIs("documentStart")) r.take();
  const isEmpty = r.nextIs("documentStart", "documentEnd", "end");
  const root = isEmpty ? emptyScalar(r.peek().start) : composeNode(r, { block: true });
  while (r.nextIs("documentEnd")) r.take();
  if (!r.nextIs("end")) throw unexpected(r, "another document or an entry with a different indentation");
  return root;
}

interface Place {
  /** Whether a block collection may begin here. */
  readonly block: boolean;
  /** Whether the items of a sequence may stand in the column of the key. Default false. */
  readonly indentless?: boolean;
}

function composeNode(r: TokenReader, place: Place): ParsedNode {
  if (r.nextIs("alias")) return resolveAlias(r);
  const start = r.peek().start;
  const props = { start, ...readProperties(r) };
  const { anchor } = props;
  if (anchor !== undefined) r.anchors.set(anchor, undefined);
  const node = composeContent(r, place, props);
  if (anchor !== undefined) r.anchors.set(anchor, node);
  return node;
}

function resolveAlias(r: TokenReader): ParsedNode {
  const { text, start } = r.take();
  const node = r.anchors.get(text);
  if (node !== undefined) return node;
  const state = r.anchors.has(text) ? "stands within what it refers to" : "refers to nothing";
  throw new YamlProblem(`the alias ${JSON.stringify(text)} ${state}`, start);
}

interface Properties {
  readonly start: number;
  readonly anchor: string | undefined;
  readonly tag: string | undefined;
}

/** Reads anchor and tag. Only the comment behind the first of them is kept. */
function readProperties(r: TokenReader): Omit<Properties, "start"> {
  const found: { anchor: string | undefined; tag: string | undefined } = { anchor: undefined, tag: undefined };
  let isFirst = true;
  for (let kind = r.peek().kind; kind === "anchor" || kind === "tag"; kind = r.peek().kind) {
    if (found[kind] !== undefined) throw unexpected(r, `a second ${kind}`);
    const token = r.take();
    found[kind] = token.text;
    if (isFirst) moveComment(token, r.peek(), { mayDrop: kind === "tag" });
    isFirst = false;
  }
  return found;
}

function composeContent(r: TokenReader, { block, indentless }: Place, props: Properties): ParsedNode {
  const { kind } = r.peek();
  if (kind === "entry" && indentless === true) return composeIndentless(r, props);
  if (kind === "scalar") {
    const { text, style, comment, headerComment } = r.take();
    return { ...props, kind: "scalar", text, style, comment, headerComment };
  }
  if (kind === "flowSequenceStart") return composeFlowSequence(r, props);
  if (kind === "flowMapStart") return composeFlowMapping(r, props);
  if (kind === "sequenceStart" && block) return composeSequence(r, props);
  if (kind === "mapStart" && block) return composeMapping(r, props);
  if (props.anchor !== undefined || props.tag !== undefined) return { ...emptyScalar(props.start), ...props };
  throw unexpected(r, "nothing that could be a value");
}

function composeSequence(r: TokenReader, props: Properties): ParsedSequence {
  const { comment } = r.take();
  const own = comment?.pre === undefined && comment?.post !== undefined ? { post: comment.post } : comment;
  const node: ParsedSequence = { ...props, kind: "sequence", flow: false, items: [], comment: own };
  while (r.nextIs("entry")) {
    const entry = r.take();
    moveComment(entry, r.peek());
    node.items.push(r.nextIs("entry", "blockEnd") ? emptyScalar(entry.end) : composeNode(r, { block: true }));
  }
  if (!r.nextIs("blockEnd")) throw unexpected(r, "something other than the next `-`");
  endCollection(node, r.take().comment);
  return node;
}

function composeIndentless(r: TokenReader, props: Properties): ParsedSequence {
  const opening = r.peek();
  const comment = takeOpeningComment(opening.comment);
  const node: ParsedSequence = { ...props, kind: "sequence", flow: false, items: [], comment };
  while (r.nextIs("entry")) {
    const entry = r.take();
    moveComment(entry, r.peek());
    const isEmpty = r.nextIs("entry", "key", "value", "blockEnd");
    node.items.push(isEmpty ? emptyScalar(entry.end) : composeNode(r, { block: true }));
  }
  endCollection(node, r.peek().comment);
  return node;
}

/** Splits off, from the comments of a sequence's first `-`, those of the sequence. */
function takeOpeningComment(comment: TokenComment | undefined): TokenComment | undefined {
  if (comment === undefined) return undefined;
  const { post, pre } = comment;
  if (post !== undefined) {
    comment.post = undefined;
    return { post, pre: [] };
  }
  comment.pre = undefined;
  return pre === undefined ? undefined : { pre };
}

function composeMapping(r: TokenReader, props: Properties): ParsedMapping {
  const opening = r.take();
  const node: ParsedMapping = { ...props, kind: "mapping", flow: false, pairs: [], comment: opening.comment };
  while (r.nextIs("key", "value")) node.pairs.push(composePair(r));
  if (!r.nextIs("blockEnd")) throw unexpected(r, "something other than the next key");
  const end = r.take();
  moveComment(end, r.peek());
  endCollection(node, end.comment);
  return node;
}

function composePair(r: TokenReader): ParsedPair {
  let key: ParsedNode = emptyScalar(r.peek().start);
  if (r.nextIs("key")) {
    const mark = r.take();
    moveComment(mark, r.peek());
    if (!r.nextIs("key", "value", "blockEnd")) key = composeNode(r, { block: true, indentless: true });
  }
  if (!r.nextIs("value")) return { key, value: emptyScalar(r.peek().start) };
  const colon = r.take();
  if (!r.nextIs("key")) moveComment(colon, r.peek(), { isValue: !r.nextIs("value") });
  if (!r.nextIs("key", "value", "blockEnd")) {
    return { key, value: composeNode(r, { block: true, indentless: true }) };
  }
  return { key, value: { ...emptyScalar(colon.end), comment: colon.comment ?? takePost(r.peek()) } };
}

/** An empty value takes the comment that was handed on to the token behind it. */
function takePost(next: Token): TokenComment | undefined {
  if (next.comment === undefined) return undefined;
  const { post, pre } = next.comment;
  next.comment = { pre };
  return { post };
}

function composeFlowSequence(r: TokenReader, props: Properties): ParsedSequence {
  const opening = r.take();
  const node: ParsedSequence = { ...props, kind: "sequence", flow: true, items: [], comment: opening.comment };
  while (nextFlowItem(r, { end: "flowSequenceEnd", isFirst: node.items.length === 0 })) {
    if (!r.nextIs("key")) {
      node.items.push(composeNode(r, { block: false }));
      continue;
    }
    const { start } = r.peek();
    const pairs = [composeFlowPair(r, "flowSequenceEnd")];
    const pair = { start, anchor: undefined, tag: undefined, comment: undefined };
    node.items.push({ ...pair, kind: "mapping", flow: true, pairs });
  }
  endCollection(node, r.take().comment);
  return node;
}

function composeFlowMapping(r: TokenReader, props: Properties): ParsedMapping {
  const opening = r.take();
  const node: ParsedMapping = { ...props, kind: "mapping", flow: true, pairs: [], comment: opening.comment };
  while (nextFlowItem(r, { end: "flowMapEnd", isFirst: node.pairs.length === 0 })) {
    if (r.nextIs("key", "value")) node.pairs.push(composeFlowPair(r, "flowMapEnd"));
    else node.pairs.push({ key: composeNode(r, { block: false }), value: emptyScalar(r.peek().start) });
  }
  endCollection(node, r.take().comment);
  return node;
}

type FlowEnd = "flowSequenceEnd" | "flowMapEnd";

/** Passes the comma between two items; false at the closing bracket. */
function nextFlowItem(r: TokenReader, { end, isFirst }: { end: FlowEnd; isFirst: boolean }): boolean {
  if (r.nextIs(end)) return false;
  if (isFirst) return true;
  if (!r.nextIs("comma")) throw unexpected(r, "neither a comma nor the closing bracket");
  r.take();
  return !r.nextIs(end);
}

function composeFlowPair(r: TokenReader, end: FlowEnd): ParsedPair {
  let key: ParsedNode = emptyScalar(r.peek().start);
  if (r.nextIs("key")) {
    r.take();
    if (!r.nextIs("value", "comma", end)) key = composeNode(r, { block: false });
  }
  if (!r.nextIs("value")) return { key, value: emptyScalar(r.peek().start) };
  const colon = r.take();
  const isEmpty = r.nextIs("comma", end);
  return { key, value: isEmpty ? emptyScalar(colon.end) : composeNode(r, { block: false }) };
}

/**
 * Gives a collection the comment of the token that ends it. A flow collection takes it for its own; what stands above
 * the end becomes the comment at its end.
 */
function endCollection(node: ParsedSequence | ParsedMapping, comment: TokenComment | undefined): void {
  if (comment === undefined) return;
  if (node.flow) node.comment = comment;
  const { pre } = comment;
  if (pre === undefined || pre.length === 0) return;
  node.comment ??= {};
  if (node.comment.fromValue !== true) node.comment.end = pre;
  comment.pre = undefined;
}

function emptyScalar(start: number): ParsedScalar {
  const nothing = { anchor: undefined, tag: undefined, comment: undefined, headerComment: undefined };
  return { kind: "scalar", start, text: "", style: "", ...nothing };
}

function unexpected(r: TokenReader, found: string): YamlProblem {
  return new YamlProblem(`there is ${found}`, r.peek().start);
}
