import type { NodeComment } from "../tree/comment.ts";
import type { MappingNode, SequenceNode, YamlNode } from "../tree/yaml-node.ts";
import { forgetsComments, type PrintedEntry, printedEntries, printedItems } from "./printed-entries.ts";
import {
  BEST_WIDTH,
  flowPadding,
  type NodeContext,
  type Printer,
  popIndent,
  pushIndent,
  writeIndent,
  writeIndicator,
  writeLineBreak,
} from "./printer.ts";
import { isSimpleKey } from "./simple-key.ts";
import { writeCommentsAbove, writeCommentsAboveOnce, writePostComment } from "./write-comment.ts";
import { writeScalar } from "./write-scalar.ts";

/** A node with the comments of its place; the comments of a collection itself are added here. */
export interface CommentedNode {
  readonly node: YamlNode;
  readonly comment: NodeComment | undefined;
}

/** Prints a node at the printer's place. */
export function printNode(p: Printer, { node, comment }: CommentedNode, context: NodeContext): void {
  p.context = context;
  const name = p.anchors.get(node);
  if (name !== undefined) {
    const isAlias = p.anchored.has(node);
    writeIndicator(p, `${isAlias ? "*" : "&"}${name}`, { spaced: true });
    p.noNewline = false;
    if (isAlias) return;
    p.anchored.add(node);
    if (node.kind === "scalar") p.context = { ...context, sequence: false };
  }
  if (node.kind === "scalar") {
    writeScalar(p, node, comment);
    return;
  }
  if (node.tag !== undefined) writeIndicator(p, node.tag, { spaced: true });
  if (node.kind === "sequence") printSequence(p, node, comment);
  else printMapping(p, node, comment);
}

function printSequence(p: Printer, node: SequenceNode, comment: NodeComment | undefined): void {
  const isEmpty = node.items.length === 0;
  const flow = node.flow ?? isEmpty;
  const afterComment = writeSequenceComments(p, comment, flow);
  if (p.flow.length > 0 || flow || isEmpty) printFlowSequence(p, node, { comment, flow, afterComment });
  else printBlockSequence(p, node, comment);
}

/** Returns whether a flow sequence now stands on a line of its own. */
function writeSequenceComments(p: Printer, comment: NodeComment | undefined, flow: boolean): boolean {
  if (comment === undefined) return false;
  const { indention, column } = p;
  if (!flow && writePostComment(p, comment)) {
    p.indention = false;
    p.noNewline = true;
  }
  const hasAbove = writeCommentsAboveOnce(p, comment.pre);
  if (hasAbove) {
    p.indention = indention;
    p.noNewline = !indention;
  }
  if (flow) p.column = column;
  return hasAbove && flow && p.indents.at(-1)?.sequence === false;
}

interface FlowOptions {
  readonly comment: NodeComment | undefined;
  readonly flow: boolean;
  readonly afterComment: boolean;
}

function printFlowSequence(p: Printer, node: SequenceNode, options: FlowOptions): void {
  openFlow(p, "[", { sequence: true, afterComment: options.afterComment });
  fixDoubleSequence(p);
  printedItems(node).forEach((item, i) => {
    if (i > 0) writeIndicator(p, ",");
    if (p.column > BEST_WIDTH) writeIndent(p);
    printNode(p, { node: item.node, comment: itemComment(item) }, { sequence: true });
  });
  closeFlow(p, "]", { ...options, isEmpty: node.items.length === 0 });
}

function printFlowMapping(p: Printer, node: MappingNode, options: FlowOptions): void {
  const entries = printedEntries(node);
  const isPair = entries.length === 1 && p.flow.at(-1) === "[";
  openFlow(p, isPair ? "" : "{", { sequence: false, afterComment: options.afterComment });
  entries.forEach((entry, i) => {
    if (i > 0) writeIndicator(p, ",");
    if (p.column > BEST_WIDTH) writeIndent(p);
    const key = { node: entry.key, comment: entry.keyComment };
    const value = { node: entry.node, comment: valueComment(entry) };
    if (isSimpleKey(p, entry.key)) {
      printNode(p, key, { mapping: true, simpleKey: true });
      writeIndicator(p, ":");
    } else {
      writeIndicator(p, "?", { spaced: true });
      printNode(p, key, { mapping: true });
      if (p.column > BEST_WIDTH) writeIndent(p);
      writeIndicator(p, ":", { spaced: true });
    }
    printNode(p, value, { mapping: true });
  });
  closeFlow(p, isPair ? "" : "}", { ...options, isEmpty: entries.length === 0 });
}

function openFlow(p: Printer, bracket: string, options: { sequence: boolean; afterComment: boolean }): void {
  const { sequence, afterComment } = options;
  if (afterComment) pushIndent(p, { flow: true, sequence });
  writeIndicator(p, flowPadding(p, afterComment) + bracket, { spaced: true, whitespace: true });
  if (!afterComment) pushIndent(p, { flow: true, sequence });
  p.flow.push(bracket);
}

function closeFlow(p: Printer, bracket: string, { comment, flow, isEmpty }: FlowOptions & { isEmpty: boolean }): void {
  popIndent(p);
  p.flow.pop();
  if (bracket !== "") writeIndicator(p, bracket);
  const wrote = flow && writePostComment(p, comment);
  if (wrote) return;
  if (!isEmpty) p.noNewline = false;
  else if (p.flow.length === 0) writeLineBreak(p);
}

function printBlockSequence(p: Printer, node: SequenceNode, comment: NodeComment | undefined): void {
  pushIndent(p, { flow: false, sequence: true, indentless: p.context.mapping === true && !p.indention });
  fixDoubleSequence(p);
  for (const item of printedItems(node)) {
    const place = { node: item.node, comment: itemComment(item) };
    writeAbove(p, place);
    const keepLine = p.column === 0 && p.noNewline;
    writeIndent(p);
    writeIndicator(p, "-", { spaced: true, indention: true });
    if (keepLine) p.noNewline = true;
    printNode(p, place, { sequence: true });
  }
  if (!forgetsComments(node)) writeCommentsAbove(p, comment?.end);
  popIndent(p);
  p.noNewline = false;
}

/** A sequence that begins in the line of another one's `-` stays there. */
function fixDoubleSequence(p: Printer): void {
  if (p.indents.at(-1)?.sequence !== true || p.indents.at(-2)?.sequence !== true) return;
  p.indention = true;
  p.noNewline = false;
}

function printMapping(p: Printer, node: MappingNode, comment: NodeComment | undefined): void {
  const isEmpty = node.entries.size === 0 && node.merge === undefined;
  const flow = node.flow ?? isEmpty;
  if (!flow) writePostComment(p, comment);
  const hasAbove = writeCommentsAboveOnce(p, comment?.pre);
  const afterComment = hasAbove && flow && p.indents.at(-1)?.sequence === false;
  if (p.flow.length > 0 || flow || isEmpty) printFlowMapping(p, node, { comment, flow, afterComment });
  else printBlockMapping(p, node, comment);
}

function printBlockMapping(p: Printer, node: MappingNode, comment: NodeComment | undefined): void {
  pushIndent(p, { flow: false, sequence: false });
  for (const entry of printedEntries(node)) {
    const key = { node: entry.key, comment: entry.keyComment };
    writeAbove(p, key);
    writeIndent(p);
    if (isSimpleKey(p, entry.key)) {
      const isAlias = p.anchored.has(entry.key);
      printNode(p, key, { mapping: true, simpleKey: true });
      // Else the colon would belong to the alias. The blank is not counted.
      if (isAlias) p.text += " ";
      writeIndicator(p, ":");
    } else {
      writeIndicator(p, "?", { spaced: true, indention: true });
      printNode(p, key, { mapping: true });
      writeIndent(p);
      writeIndicator(p, ":", { spaced: true, indention: true });
    }
    printNode(p, { node: entry.node, comment: valueComment(entry) }, { mapping: true });
  }
  writeCommentsAbove(p, comment?.end);
  popIndent(p);
}

function writeAbove(p: Printer, { node, comment }: CommentedNode): void {
  if (p.anchored.has(node)) return;
  if (node.kind === "scalar") writeCommentsAbove(p, comment?.pre);
  else writeCommentsAboveOnce(p, comment?.pre);
}

/** The comments of an item: those of its place, filled up with those of the collection itself. */
function itemComment({ node, comment }: { node: YamlNode; comment: NodeComment | undefined }): NodeComment | undefined {
  const own = ownComment(node);
  if (comment === undefined || own === undefined) return comment ?? own;
  return { post: own.post ?? comment.post, pre: own.pre ?? comment.pre };
}

/** The comments of a value: those of its place, with those at the end of the collection itself. */
function valueComment({ node, keyComment, valueComment: comment }: PrintedEntry): NodeComment | undefined {
  const own = ownComment(node);
  if (comment === undefined && keyComment === undefined) return own;
  return { post: comment?.post, pre: comment?.pre, end: own?.end };
}

function ownComment(node: YamlNode): NodeComment | undefined {
  return node.kind === "scalar" ? undefined : node.comment;
}
